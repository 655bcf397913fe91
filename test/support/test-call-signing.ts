import { systemRandom, type Clock } from '@temkin/kernel';
import { localCallSigning, type CallSigning } from '../../packages/runtimes/local/src/call-signing.ts';
import { memorySigner } from './memory-signer.ts';

/** Signs calls with keys that live and die with the test. */
export const testCallSigning = (clock: Clock): Promise<CallSigning> =>
  localCallSigning({
    signer: memorySigner('ES256'),
    authority: { signer: memorySigner('ES256'), name: 'STIR root of a test' },
    clock,
    random: systemRandom,
    keep: (_, make) => make(),
  });
