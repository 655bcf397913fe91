import { readSignature } from '@temkin/access/domain';
import { cryptoReady, verifySignature, type SigningKey } from '@temkin/crypto';
import { calculateJwkThumbprint } from 'jose';
import { createPrivateKey, createPublicKey, verify, type JsonWebKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { signatureFields } from '../support/signed-request.ts';

await cryptoReady;

interface Vectors {
  readonly devices: readonly {
    readonly algorithm: string;
    readonly privateKey: JsonWebKey;
    readonly signingKey: SigningKey;
    readonly deviceId: string;
    readonly requests: readonly {
      readonly method: string;
      readonly url: string;
      readonly body?: string;
      readonly headers: Readonly<Record<'authorization' | 'signature-input' | 'signature', string>>;
      readonly createdSeconds: number;
      readonly nonce: string;
      readonly signatureBase: string;
    }[];
  }[];
}

const { devices } = JSON.parse(
  readFileSync(new URL('device-protocol.json', import.meta.url), 'utf8'),
) as Vectors;

const cases = devices.flatMap(({ requests, ...device }) =>
  requests.map((request) => ({
    name: `${device.algorithm} ${request.method} ${request.url}`,
    device,
    request,
  })),
);

const read = (request: (typeof cases)[number]['request']) => {
  const found = readSignature({ ...request, headers: new Headers(request.headers) });
  if (found.verdict !== 'signed') throw new Error(found.verdict);
  return found.signature;
};

describe('the vectors of the device protocol', () => {
  it('have both algorithms, with and without a body', () => {
    expect(devices.map(({ algorithm }) => algorithm)).toEqual(['ed25519', 'ecdsa-p256-sha256']);
    for (const { requests } of devices)
      expect(new Set(requests.map(({ body }) => body === undefined))).toEqual(new Set([true, false]));
  });

  it.each(devices)('name a device by its key: $algorithm', async ({ signingKey, deviceId }) => {
    expect(await calculateJwkThumbprint({ ...signingKey }, 'sha256')).toBe(deviceId);
  });

  it.each(cases)('are read as they were signed: $name', ({ device, request }) => {
    const { signatureBase, createdSeconds, nonce } = request;
    expect(read(request)).toMatchObject({
      deviceId: device.deviceId,
      base: signatureBase,
      createdSeconds,
      nonce,
    });
  });

  it.each(cases)('verify with us and with the platform: $name', async ({ device, request }) => {
    const { signature } = read(request);
    const base = Buffer.from(request.signatureBase);
    expect(await verifySignature(device.signingKey, base, signature)).toBe(true);
    const key = createPublicKey({ key: { ...device.signingKey }, format: 'jwk' });
    const isEd25519 = device.algorithm === 'ed25519';
    expect(
      verify(
        isEd25519 ? null : 'sha256',
        base,
        isEd25519 ? key : { key, dsaEncoding: 'ieee-p1363' },
        signature,
      ),
    ).toBe(true);
  });

  it.each(cases.filter(({ device }) => device.algorithm === 'ed25519'))(
    'are what a device makes of them again: $name',
    ({ device, request }) => {
      const secret = createPrivateKey({ key: device.privateKey, format: 'jwk' });
      const { authorization } = request.headers;
      expect({
        authorization,
        ...signatureFields({ deviceId: device.deviceId, secret }, { ...request, authorization }),
      }).toEqual(request.headers);
    },
  );
});
