import { pinnedClients } from '@temkin/caller-id';
import { describe, expect, it } from 'vitest';
import { declaredCalls, POOL_NUMBER, RECIPIENT } from '../support/declared-calls.ts';
import { ORIGIN, testSystem } from '../support/system.ts';

const [PINNED, NEXT, OTHER] = ['a', 'b', 'c'].map((digit) => digit.repeat(64)) as [string, string, string];

const system = await testSystem({
  pins: pinnedClients([
    { tenant: 'demo', client: 'operator-mobile-client', certificates: [PINNED, NEXT] },
    { tenant: 'other', client: 'operator-mobile-client', certificates: [OTHER] },
  ]),
});
const calls = declaredCalls(system);
await calls.addNumber();
await calls.declare();

const ask = async (path: string, body: object, clientCertificate?: string): Promise<string> => {
  const request = new Request(`${ORIGIN}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await system.tokenFor('operator-mobile')}`,
      'content-type': 'application/json',
      'x-client-certificate-sha256': PINNED,
    },
    body: JSON.stringify(body),
  });
  const response = await system.fetch(request, {
    ...(clientCertificate !== undefined && { clientCertificate }),
  });
  const { code = '' } = (await response.json()) as { readonly code?: string };
  return `${response.status} ${code}`.trim();
};

const signing = { signingRequest: { orig: { tn: POOL_NUMBER }, dest: { tn: [RECIPIENT] } } };
const verification = { verificationRequest: { to: { tn: RECIPIENT } } };

describe('a network', () => {
  it.each([
    ['no certificate', undefined],
    ['a certificate that was not agreed on', 'd'.repeat(64)],
    ['a certificate that is another company’s', OTHER],
  ])('is told and signed nothing over a connection with %s, whatever it writes itself', async (_, shown) => {
    expect(await ask('/stir/v1/signing', signing, shown)).toBe('403 CALL.CERTIFICATE_NOT_PINNED');
    expect(await ask('/stir/v1/verification', verification, shown)).toBe('403 CALL.CERTIFICATE_NOT_PINNED');
  });

  it.each([PINNED, NEXT])('is served over a connection with one that was: %s', async (shown) => {
    expect(await ask('/stir/v1/verification', verification, shown)).toBe('200');
    expect(await ask('/stir/v1/signing', signing, shown)).toBe('200');
  });
});
