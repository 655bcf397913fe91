import type { Caller } from '@temkin/kernel';
import type { CallIntent } from '../domain/index.ts';
import type { CallIntents } from '../store/call-intents.ts';
import { findOwnCall } from './find-own-call.ts';

/** Where a call stands that the caller declared; never its code, nor whom it reaches. Refuses `CALL.UNKNOWN`. */
export const readCall =
  ({ intents }: { readonly intents: Pick<CallIntents, 'intent'> }) =>
  (caller: Caller, intentId: string): Promise<CallIntent> =>
    findOwnCall(intents, caller, intentId);
