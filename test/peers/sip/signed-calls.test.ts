import { systemRandom } from '@temkin/kernel';
import { issueRevocations, revocationsToPem } from '@temkin/stir-certificates';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { localCallSigning } from '../../../packages/runtimes/local/src/call-signing.ts';
import { declaredCalls, POOL_NUMBER, RECIPIENT } from '../../support/declared-calls.ts';
import { memorySigner } from '../../support/memory-signer.ts';
import { testSystem } from '../../support/system.ts';
import { startPeers, type SipCall } from './programs.ts';
import { PUBLISHER, startPublisher } from './publisher.ts';

const clock = { now: Date.now };
const authority = { signer: memorySigner('ES256'), name: 'STIR root of a company' };
const kept = new Map<string, string>();

const system = await testSystem({
  now: clock.now(),
  callSigning: await localCallSigning({
    signer: memorySigner('ES256'),
    authority,
    clock,
    random: systemRandom,
    keep: async (name, make) => {
      const made = await make();
      kept.set(name, made);
      return made;
    },
    origin: `https://${PUBLISHER}`,
  }),
});

/** What the system itself serves, which is all that is published. */
const publisher = await startPublisher(async (path) => {
  const response = await system.fetch(new Request(`http://localhost${path}`));
  return response.ok ? response.text() : undefined;
});
afterAll(publisher.stop);

const peers = await startPeers(publisher, {
  root: kept.get('call-root.pem') ?? '',
  revocations: revocationsToPem(
    await issueRevocations(authority, {
      serials: [],
      from: clock.now() - 60_000,
      until: clock.now() + 3_600_000,
    }),
  ),
});
afterAll(peers.stop);

const calls = declaredCalls(system);
const operator = system.as('operator-mobile');

const signed = async (): Promise<string> => {
  system.clock.set(clock.now());
  const response = await operator.post('/stir/v1/signing', {
    signingRequest: { orig: { tn: POOL_NUMBER }, dest: { tn: [RECIPIENT] } },
  });
  expect(response.status).toBe(200);
  const { signingResponse } = (await response.json()) as {
    readonly signingResponse: { readonly identityHeader: string };
  };
  return signingResponse.identityHeader;
};

const verified = async (identityHeader: string): Promise<unknown> => {
  const response = await operator.post('/stir/v1/verification', {
    verificationRequest: { identityHeader, from: { tn: POOL_NUMBER }, to: { tn: RECIPIENT } },
  });
  const { verificationResponse } = (await response.json()) as {
    readonly verificationResponse: { readonly verstatValue: unknown };
  };
  return verificationResponse.verstatValue;
};

beforeAll(async () => {
  await calls.addNumber();
  await calls.declare();
});

it('a declared call that the system signs holds for secsipidx and Kamailio, by the certificates that the system serves', async () => {
  const identity = await signed();
  const call: SipCall = {
    caller: POOL_NUMBER,
    callee: RECIPIENT,
    date: new Date(system.clock.now()),
    identities: [identity],
  };
  const [, address = ''] = /info=<([^>]*)>/.exec(identity) ?? [];
  expect(await peers.overHttp(identity)).toBe(true);
  expect(await peers.command(identity, address)).toBe(0);
  expect(await peers.careful(call)).toEqual({ status: 200, library: 1 });
  expect(await peers.careful({ ...call, callee: '+84912345679' })).toEqual({ status: 438, library: 1 });
  expect(await verified(identity)).toBe('TN-Validation-Passed');
});

it('another token of a call that was verified is a replay for us, while the peers let it through each time', async () => {
  const identity = await signed();
  const call: SipCall = {
    caller: POOL_NUMBER,
    callee: RECIPIENT,
    date: new Date(system.clock.now()),
    identities: [identity],
  };
  for (const _ of ['first', 'second']) expect((await peers.careful(call)).status).toBe(200);
  expect(await verified(identity)).toBe('TN-Validation-Failed');
});
