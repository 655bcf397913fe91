import { systemRandom } from '@temkin/kernel';
import { issueRevocations, revocationsToPem } from '@temkin/stir-certificates';
import { afterAll, expect, it } from 'vitest';
import { localCallSigning } from '../../../packages/runtimes/local/src/call-signing.ts';
import { CALLED, callJourney } from '../../support/call-journey.ts';
import { memorySigner } from '../../support/memory-signer.ts';
import { postPublicly } from '../../support/parcel-history.ts';
import { testSystem } from '../../support/system.ts';
import { startPeers, type SipCall } from './programs.ts';
import { PUBLISHER, startPublisher } from './publisher.ts';

const HOUR = 3_600_000;

/** The time of the peers, which nobody can set, and so that of what they verify. */
const clock = { now: Date.now };

/** Noon of tomorrow in Vietnam: a call is declared in the hours for calls, whenever this runs, and stands when it is signed. */
const NOON = Math.floor((clock.now() + 7 * HOUR) / (24 * HOUR)) * 24 * HOUR + (24 + 5) * HOUR;

const authority = { signer: memorySigner('ES256'), name: 'STIR root of a company' };
const kept = new Map<string, string>();
const signing = await localCallSigning({
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
});

// Signing and verifying go by the peers' clock; everything else stands still at noon.
const signingNow = { ...signing, clock };
const system = await testSystem({ now: NOON, callSigning: signingNow });

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
      until: clock.now() + HOUR,
    }),
  ),
});
afterAll(peers.stop);

const { declared, reported, suspended, record, numberFound, hear } = callJourney(system);

const sign = async (caller: string) => {
  const answer = await system.as('operator-mobile').post('/stir/v1/signing', {
    signingRequest: { orig: { tn: caller }, dest: { tn: [CALLED] } },
  });
  const { signingResponse, code } = (await answer.json()) as {
    readonly signingResponse?: { readonly identityHeader: string };
    readonly code?: string;
  };
  return { status: answer.status, code, identity: signingResponse?.identityHeader ?? '' };
};

const verify = async (caller: string, identityHeader: string): Promise<unknown> => {
  const answer = await system.as('operator-mobile').post('/stir/v1/verification', {
    verificationRequest: { identityHeader, from: { tn: caller }, to: { tn: CALLED } },
  });
  const { verificationResponse } = (await answer.json()) as {
    readonly verificationResponse: { readonly verstatValue: string };
  };
  return verificationResponse.verstatValue;
};

/** The citizen asks, from a network of their own. */
const check = async (callingNumber: string, spokenCode?: string): Promise<unknown> => {
  const answer = await postPublicly(system, '/v1/public/demo/caller-checks', {
    callingNumber,
    ownLast4: CALLED.slice(-4),
    ...(spokenCode !== undefined && { spokenCode }),
  });
  return ((await hear(answer)) as { readonly result: string }).result;
};

it('a call is declared after a scan, signed, verified by others and by us, checked, hung up, and worth nothing once its shipper is suspended', async () => {
  const { call } = await declared();
  const { intentId, dial, spokenCode } = call;

  const { identity } = await sign(dial);
  const invite: SipCall = { caller: dial, callee: CALLED, date: new Date(), identities: [identity] };
  expect(await peers.careful(invite)).toEqual({ status: 200, library: 1 });
  expect(await peers.careful({ ...invite, caller: '+842439447788' })).toMatchObject({ status: 438 });
  expect(await verify(dial, identity)).toBe('TN-Validation-Passed');

  await reported(intentId, 'ringing');
  await reported(intentId, 'answered');
  expect(await check(dial)).toBe('MATCH');
  expect(await check(dial, spokenCode)).toBe('CONFIRMED');
  await reported(intentId, 'ended');
  expect(await check(dial, spokenCode)).toBe('CONFIRMED');

  // Another call of An's is still to be made when An is suspended.
  const { call: next } = await declared();
  await suspended('shipper-an');
  const suspendedAt = system.clock.now();
  for (const one of [call, next]) {
    expect(await check(one.dial, one.spokenCode)).toBe('NO_MATCH');
    expect(await check(one.dial)).toBe('NO_MATCH');
    expect(await sign(one.dial)).toMatchObject({ status: 403, code: 'CALL.NOT_DECLARED' });
  }
  expect(system.clock.now() - suspendedAt).toBeLessThan(1_000);

  const declaring = ['parcel.resolve allowed', 'parcel.open allowed', 'call.declare allowed'];
  const moves = Array.from({ length: 3 }, () => 'call.report allowed');
  const done = [...declaring, 'call.sign allowed', ...moves, ...declaring, 'staff.suspend allowed'];
  const on = await record();
  expect(on.filter((one) => /^(parcel\.(resolve|open)|call|staff)\b/.test(one))).toEqual([
    ...done,
    'call.sign refused',
    'call.sign refused',
  ]);
  expect(await numberFound()).toEqual([]);
  expect(system.faults).toEqual([]);
});
