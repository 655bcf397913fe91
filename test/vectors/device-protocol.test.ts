import { readSignature } from '@temkin/access/domain';
import { cryptoReady, verifySignature, type SigningKey } from '@temkin/crypto';
import { createVerifier, createSigner, httpbis } from 'http-message-signatures';
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
      readonly headers: Readonly<Record<'authorization' | 'signature-input' | 'signature', string>> & {
        readonly 'content-digest'?: string;
      };
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

describe('another implementation of RFC 9421', () => {
  it.each(cases)('takes what we take: $name', async ({ device, request }) => {
    const key = createPublicKey({ key: { ...device.signingKey }, format: 'jwk' });
    const verdict = await httpbis.verifyMessage(
      {
        keyLookup: async ({ keyid }) =>
          keyid === device.deviceId ? { verify: createVerifier(key, device.algorithm) } : null,
        notAfter: new Date(request.createdSeconds * 1_000),
        requiredParams: ['created', 'nonce', 'keyid', 'tag'],
        requiredFields: ['@method', '@target-uri', 'authorization'],
      },
      { ...request, headers: { ...request.headers } },
    );
    expect(verdict).toBe(true);
  });

  it.each(cases)('signs what we verify: $name', async ({ device, request }) => {
    const { authorization, 'content-digest': digest } = request.headers;
    const signed = await httpbis.signMessage(
      {
        name: 'peer',
        key: {
          ...createSigner(createPrivateKey({ key: device.privateKey, format: 'jwk' }), device.algorithm),
          id: device.deviceId,
        },
        fields: [
          '@method',
          '@target-uri',
          ...(digest === undefined ? [] : ['content-digest']),
          'authorization',
        ],
        params: ['created', 'keyid', 'alg', 'nonce', 'tag'],
        paramValues: {
          created: new Date(request.createdSeconds * 1_000),
          nonce: request.nonce,
          tag: 'temkin-device',
        },
      },
      {
        method: request.method,
        url: request.url,
        headers: { authorization, ...(digest !== undefined && { 'content-digest': digest }) },
      },
    );
    const { 'Signature-Input': input = '', Signature: field = '' } = signed.headers as Record<string, string>;
    const { base, signature } = read({
      ...request,
      headers: { ...request.headers, 'signature-input': input, signature: field },
    });
    expect(await verifySignature(device.signingKey, Buffer.from(base), signature)).toBe(true);
  });
});
