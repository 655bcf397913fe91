import { readIdentityHeader } from '@temkin/caller-id/domain';
import { verifySignature } from '@temkin/crypto';
import { utf8 } from '@temkin/kernel';
import {
  fromPem,
  issueCertificate,
  ownCertificate,
  toPem,
  type NewCertificate,
} from '@temkin/stir-certificates';
import { X509Certificate } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { declaredCalls, POOL_NUMBER, RECIPIENT } from '../support/declared-calls.ts';
import { otherSignature } from '../support/identity-world.ts';
import { memorySigner } from '../support/memory-signer.ts';
import { testSystem, type TestSystem } from '../support/system.ts';
import { testCallSigning } from '../support/test-call-signing.ts';

const system = await testSystem();
const calls = declaredCalls(system);
await calls.addNumber();
afterEach(() => {
  // The next test is of another call: the live ones end.
  system.clock.advance(31 * 60_000);
});

const operator = system.as('operator-mobile');

const endOf = async (
  { table, clock }: Pick<TestSystem, 'table' | 'clock'>,
  { intents }: ReturnType<typeof declaredCalls>,
  intentId: string,
): Promise<void> => {
  const intent = await intents.intent('demo', intentId);
  if (intent === undefined) throw new Error('the call was declared');
  const move = { to: 'ended', at: clock.now(), eventId: crypto.randomUUID() } as const;
  await table.transact(intents.moveWrites('demo', intent, move), crypto.randomUUID());
};

/** Another system, whose company has these certificates: the newest first, of the key in use unless it is said otherwise. */
const systemWith = async (traits: readonly Partial<NewCertificate>[]) => {
  const { signer, ...signing } = await testCallSigning(system.clock);
  const authority = { signer: memorySigner('ES256'), name: 'STIR root of an operator' };
  const publicKey = await signer.publicKey();
  const inForce = { from: system.clock.now() - 1_000_000, until: system.clock.now() + 1_000_000 };
  const certificates = await Promise.all(
    traits.map(async (trait) => {
      const certificate = {
        name: 'SHAKEN 709J',
        spc: '709J',
        publicKey,
        serial: Uint8Array.of(1),
        ...inForce,
      };
      const pem = toPem([await issueCertificate(authority, { ...certificate, ...trait })]);
      return ownCertificate({ tenant: 'demo', origin: 'https://localhost', pem });
    }),
  );
  const other = await testSystem({
    now: system.clock.now(),
    callSigning: { ...signing, signer, certificates },
  });
  const otherCalls = declaredCalls(other);
  await otherCalls.addNumber();
  return {
    ...other,
    certificates,
    calls: otherCalls,
    sign: () =>
      other.as('operator-mobile').post('/stir/v1/signing', {
        signingRequest: { orig: { tn: POOL_NUMBER }, dest: { tn: [RECIPIENT] } },
      }),
    over: (intentId: string) => endOf(other, otherCalls, intentId),
  };
};

const sign = (orig = POOL_NUMBER, dest = RECIPIENT, more: object = {}): Promise<Response> =>
  operator.post('/stir/v1/signing', {
    signingRequest: { orig: { tn: orig }, dest: { tn: [dest] }, ...more },
  });

const headerOf = async (response: Response): Promise<string> => {
  const { signingResponse } = (await response.json()) as {
    readonly signingResponse: { readonly identityHeader: string };
  };
  return signingResponse.identityHeader;
};

const verify = async (
  request: Readonly<Record<string, unknown>>,
): Promise<{ readonly verstat: string; readonly result: Readonly<Record<string, unknown>> }> => {
  const response = await operator.post('/stir/v1/verification', {
    verificationRequest: { from: { tn: POOL_NUMBER }, to: { tn: '0912345678' }, ...request },
  });
  expect(response.status).toBe(200);
  const { verificationResponse } = (await response.json()) as {
    readonly verificationResponse: {
      readonly verstatValue: string;
      readonly verifyResults: readonly [{ readonly verifyResult: Readonly<Record<string, unknown>> }];
    };
  };
  return {
    verstat: verificationResponse.verstatValue,
    result: verificationResponse.verifyResults[0].verifyResult,
  };
};

const codeOf = async (response: Response): Promise<string> =>
  `${response.status} ${((await response.json()) as { readonly code: string }).code}`;

/** A call that is over, so that its number reaches its recipient again. */
const over = (intentId: string): Promise<void> => endOf(system, calls, intentId);

describe('a declared call', () => {
  it('is signed in our words: time, attestation and origid are not the network’s', async () => {
    const { intentId } = await calls.declare();
    const response = await sign(POOL_NUMBER, '0912 345 678', { attest: 'C', iat: 1, origid: 'theirs' });
    expect(response.status).toBe(200);
    expect(response.headers.get('audit-event')).toMatch(/^[0-9a-f-]{36}; leaf=/);
    const header = readIdentityHeader(await headerOf(response));
    const now = Math.floor(system.clock.now() / 1_000);
    expect(header?.token.payload).toMatchObject({
      attest: 'A',
      crn: 'Giao bưu phẩm',
      dest: { tn: ['84912345678'] },
      orig: { tn: '842439447788' },
      origid: intentId,
      rcd: { nam: 'Bưu điện VN - Bưu tá' },
    });
    expect(Number(header?.token.payload.iat)).toBeGreaterThanOrEqual(now - 3);
    expect(Number(header?.token.payload.iat)).toBeLessThan(now);
    await over(intentId);
  });

  it('is signed twice and no more', async () => {
    const { intentId } = await calls.declare();
    const statuses = [await sign(), await sign()].map(({ status }) => status);
    expect(statuses).toEqual([200, 200]);
    expect(await codeOf(await sign())).toBe('403 CALL.SIGNED_ENOUGH');
    expect((await calls.intents.intent('demo', intentId))?.signatures).toBe(2);
    await over(intentId);
  });

  it('is signed twice where many ask at once', async () => {
    const { intentId } = await calls.declare();
    const answers = await Promise.all(Array.from({ length: 6 }, () => sign()));
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(2);
    expect((await calls.intents.intent('demo', intentId))?.signatures).toBeLessThanOrEqual(2);
    await over(intentId);
  });

  it.each([
    ['another recipient', POOL_NUMBER, '+84912345679'],
    ['another number', '+842439447789', RECIPIENT],
    ['no number', POOL_NUMBER, 'sip:x@y'],
    ['a short code', '113', RECIPIENT],
  ])('is not signed for %s', async (_, orig, dest) => {
    const { intentId } = await calls.declare();
    expect(await codeOf(await sign(orig, dest))).toBe('403 CALL.NOT_DECLARED');
    expect((await calls.intents.intent('demo', intentId))?.signatures).toBe(0);
    await over(intentId);
  });

  it('is not signed once it rang for too long, was answered, or is over', async () => {
    const rung = await calls.declare();
    system.clock.advance(121_000);
    expect(await codeOf(await sign())).toBe('403 CALL.NOT_DECLARED');
    await over(rung.intentId);
    const answered = await calls.declare({ state: 'answered' });
    expect(await codeOf(await sign())).toBe('403 CALL.NOT_DECLARED');
    await over(answered.intentId);
    expect(await codeOf(await sign())).toBe('403 CALL.NOT_DECLARED');
  });

  it('is not signed where nobody declared it, nor by a number that was retired', async () => {
    expect(await codeOf(await sign())).toBe('403 CALL.NOT_DECLARED');
    const retired = '+842439447700';
    await calls.addNumber(retired);
    const { intentId } = await calls.declare({ number: retired });
    await calls.retireNumber(retired);
    expect(await codeOf(await sign(retired))).toBe('403 CALL.NOT_DECLARED');
    await over(intentId);
  });

  it('is found after the end of the month in which it was declared', async () => {
    system.clock.set(Date.parse('2026-11-30T23:59:30Z'));
    const { intentId } = await calls.declare();
    system.clock.set(Date.parse('2026-12-01T00:00:10Z'));
    expect((await sign()).status).toBe(200);
    await over(intentId);
  });
});

describe('an identity', () => {
  it('of ours passes, with its claims', async () => {
    const { intentId } = await calls.declare();
    const identityHeader = await headerOf(await sign());
    expect(await verify({ identityHeader })).toMatchObject({
      verstat: 'TN-Validation-Passed',
      result: { ppt: 'shaken', status: 'success', validClaims: { attest: 'A', origid: intentId } },
    });
    await over(intentId);
  });

  it('passes again with the same Call-ID, and is a replay with another, with none, or with another signature', async () => {
    const { intentId } = await calls.declare();
    const identityHeader = await headerOf(await sign());
    const [token = '', ...parameters] = identityHeader.split(';');
    const [head = '', body = '', signature = ''] = token.split('.');
    const high = Buffer.from(otherSignature(Buffer.from(signature, 'base64url'))).toString('base64url');
    const malleated = [`${head}.${body}.${high}`, ...parameters].join(';');
    const callId = 'a84b4c76e66710@client.example';
    expect((await verify({ identityHeader, callId })).verstat).toBe('TN-Validation-Passed');
    expect((await verify({ identityHeader, callId })).verstat).toBe('TN-Validation-Passed');
    expect((await verify({ identityHeader: malleated, callId })).verstat).toBe('TN-Validation-Passed');
    for (const request of [
      { identityHeader, callId: 'another' },
      { identityHeader },
      { identityHeader: malleated, callId: 'another' },
    ])
      expect(await verify(request)).toMatchObject({
        verstat: 'TN-Validation-Failed',
        result: { status: 'failure', reasonCode: 438, reasonText: 'Invalid Identity Header' },
      });
    await over(intentId);
  });

  it('is a replay where another token has its origid, and over the end of a month too', async () => {
    system.clock.set(Date.parse('2026-12-31T23:59:40Z'));
    const { intentId } = await calls.declare();
    const [first, second] = [await headerOf(await sign()), await headerOf(await sign())];
    expect((await verify({ identityHeader: first, callId: '1' })).verstat).toBe('TN-Validation-Passed');
    expect((await verify({ identityHeader: second, callId: '2' })).result).toMatchObject({ reasonCode: 438 });
    system.clock.set(Date.parse('2027-01-01T00:00:10Z'));
    expect((await verify({ identityHeader: first, callId: '2' })).result).toMatchObject({ reasonCode: 438 });
    await over(intentId);
  });

  it.each([
    ['there is none', {}, 'No-TN-Validation', 428],
    ['it is none', { identityHeader: 'x' }, 'TN-Validation-Failed', 438],
    ['there are two', { identityHeaders: ['x', 'y'] }, 'TN-Validation-Failed', 438],
  ])('is answered by the code of SIP where %s', async (_, request, verstat, reasonCode) => {
    expect(await verify(request)).toMatchObject({ verstat, result: { status: 'failure', reasonCode } });
  });

  it.each([
    ['another caller', { from: { tn: '+842439447789' } }, 438],
    ['another callee', { to: { tn: '+84912345679' } }, 438],
    ['a stale Date', { time: '2020-01-01T00:00:00Z' }, 403],
  ])('does not pass for %s', async (_, request, reasonCode) => {
    const { intentId } = await calls.declare();
    const identityHeader = await headerOf(await sign());
    expect((await verify({ identityHeader, ...request })).result).toMatchObject({ reasonCode });
    await over(intentId);
  });

  it('does not pass a minute later', async () => {
    const { intentId } = await calls.declare();
    const identityHeader = await headerOf(await sign());
    system.clock.advance(62_000);
    expect((await verify({ identityHeader })).result).toMatchObject({ reasonCode: 403 });
    await over(intentId);
  });
});

describe('certificates', () => {
  it('are published where tokens say, the leaf first, and never change', async () => {
    const { intentId } = await calls.declare();
    const header = readIdentityHeader(await headerOf(await sign()));
    await over(intentId);
    const address = new URL(String(header?.info));
    const response = await system.fetch(new Request(`http://localhost${address.pathname}`));
    expect([
      response.status,
      response.headers.get('content-type'),
      response.headers.get('cache-control'),
    ]).toEqual([200, 'application/pem-certificate-chain', 'public, max-age=86400, immutable']);
    const [leaf] = fromPem(await response.text()) ?? [];
    expect(new X509Certificate(leaf ?? '').subject).toBe('CN=SHAKEN 709J');
  });

  it('are published by the longest serial number that an authority gives, too', async () => {
    // 20 bytes of a positive number, and the zero before it that DER needs where its first bit is set.
    const serial = Uint8Array.of(0, ...Array.from({ length: 20 }, () => 0xfe));
    const { certificates, fetch } = await systemWith([{ serial }]);
    const [{ address = '', pem = '' } = {}] = certificates;
    const response = await fetch(new Request(address.replace('https', 'http')));
    expect([response.status, await response.text()]).toEqual([200, pem]);
  });

  it('sign while they are in force, the newest that is, and a call is not used up where none is', async () => {
    const now = system.clock.now();
    const [hour, day] = [3_600_000, 86_400_000];
    const other = await systemWith([
      { serial: Uint8Array.of(3), from: now + day, until: now + 2 * day },
      { serial: Uint8Array.of(2), from: now - hour, until: now + hour },
      { serial: Uint8Array.of(1), from: now - day, until: now + hour },
    ]);
    const addressed = async (): Promise<string> => {
      const response = await other.sign();
      if (response.status !== 200) return codeOf(response);
      return readIdentityHeader(await headerOf(response))?.info ?? '';
    };
    const [newest, current] = other.certificates.map(({ address }) => address);
    const { intentId } = await other.calls.declare();
    expect(await addressed()).toBe(current);
    other.clock.advance(3_601_000);
    await other.over(intentId);
    const next = await other.calls.declare();
    expect(await addressed()).toBe('403 CALL.NOT_SIGNED_HERE');
    expect((await other.calls.intents.intent('demo', next.intentId))?.signatures).toBe(0);
    other.clock.advance(day);
    await other.over(next.intentId);
    await other.calls.declare();
    expect(await addressed()).toBe(newest);
  });

  it('sign by their own key alone: what another signed is a fault of ours and goes to nobody', async () => {
    const other = await systemWith([{ publicKey: await memorySigner('ES256').publicKey() }]);
    await other.calls.declare();
    expect(await codeOf(await other.sign())).toBe('500 INTERNAL');
    expect(other.faults).toHaveLength(1);
  });

  it('are published as keys too, by which the tokens hold', async () => {
    const { intentId } = await calls.declare();
    const header = readIdentityHeader(await headerOf(await sign()));
    await over(intentId);
    const response = await system.fetch(new Request('http://localhost/.well-known/jwks.json'));
    const { keys } = (await response.json()) as {
      readonly keys: readonly {
        readonly kty: 'EC';
        readonly crv: 'P-256';
        readonly x: string;
        readonly y: string;
        readonly x5u: string;
      }[];
    };
    const key = keys.find(({ x5u }) => x5u === header?.info);
    if (key === undefined || header === undefined) throw new Error('the key is published');
    const { signingInput, signature } = header.token;
    expect(await verifySignature(key, utf8(signingInput), signature)).toBe(true);
  });

  it.each(['/stir/709J/00ff.pem', '/stir/nobody/00ff.pem'])('are not there at %s', async (path) => {
    const response = await system.fetch(new Request(`http://localhost${path}`));
    expect(await codeOf(response)).toBe('404 CALL.CERTIFICATE_UNKNOWN');
  });
});

it('none of this was a fault', () => {
  expect(system.faults).toEqual([]);
});

it('signs no live call of a shipper who was suspended, before anything has swept it', async () => {
  const { intentId } = await calls.declare({ shipper: 'shipper-an' });
  expect((await sign()).status).toBe(200);
  const suspended = await system.as('staff-admin-lan').post('/v1/staff/shipper-an/suspend');
  expect(suspended.status).toBe(200);
  expect(await codeOf(await sign())).toBe('403 CALL.NOT_DECLARED');
  expect((await calls.intents.intent('demo', intentId))?.state).toBe('created');
  await system.as('staff-admin-lan').post('/v1/staff/shipper-an/reinstate');
  expect((await sign()).status).toBe(200);
});
