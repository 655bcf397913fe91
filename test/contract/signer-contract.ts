import type { Signer } from '@temkin/crypto';
import { systemRandom, toHex } from '@temkin/kernel';
import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';

/** One byte to 4,096, which is the most that a key service signs as it is. */
const LENGTHS = [1, 32, 161, 4_096];

const WEB_CRYPTO = {
  Ed25519: { key: { name: 'Ed25519' }, signature: { name: 'Ed25519' } },
  ES256: {
    key: { name: 'ECDSA', namedCurve: 'P-256' },
    signature: { name: 'ECDSA', hash: 'SHA-256' },
  },
} as const;

type Check = (message: Uint8Array, signature: Uint8Array) => Promise<boolean>;

const byNode = async (signer: Signer): Promise<Check> => {
  const key = createPublicKey({
    key: Buffer.from(await signer.publicKey()),
    format: 'der',
    type: 'spki',
  });
  return async (message, signature) =>
    verify(
      signer.algorithm === 'Ed25519' ? null : 'sha256',
      message,
      signer.algorithm === 'Ed25519' ? key : { key, dsaEncoding: 'ieee-p1363' },
      signature,
    );
};

const byWebCrypto = async (signer: Signer): Promise<Check> => {
  const algorithm = WEB_CRYPTO[signer.algorithm];
  const key = await crypto.subtle.importKey(
    'spki',
    Buffer.from(await signer.publicKey()),
    algorithm.key,
    false,
    ['verify'],
  );
  return (message, signature) =>
    crypto.subtle.verify(algorithm.signature, key, Buffer.from(signature), Buffer.from(message));
};

/** What every signer must keep: its signatures are what other people's verifiers expect. */
export const signerContract = (name: string, signer: Signer): void => {
  describe.each([
    ['node:crypto', byNode],
    ['WebCrypto', byWebCrypto],
  ])(`the signer ${name}, verified by %s`, (_, checkOf) => {
    it.each(LENGTHS)('signs a message of %i bytes in 64', async (length) => {
      const check = await checkOf(signer);
      const message = systemRandom(length);
      const signature = await signer.sign(message);
      expect(signature).toHaveLength(64);
      expect(await check(message, signature)).toBe(true);
    });

    it('signs that message and no other', async () => {
      const check = await checkOf(signer);
      const message = systemRandom(64);
      const signature = await signer.sign(message);
      expect(await check(Uint8Array.of(...message, 0), signature)).toBe(false);
      expect(await check(message.toReversed(), signature)).toBe(false);
    });

    it('keeps signatures apart that are asked for at once', async () => {
      const check = await checkOf(signer);
      const messages = Array.from({ length: 20 }, () => systemRandom(40));
      const signatures = await Promise.all(messages.map((message) => signer.sign(message)));
      const verdicts = await Promise.all(
        messages.map((message, at) => check(message, signatures[at] ?? new Uint8Array())),
      );
      expect(verdicts).toEqual(messages.map(() => true));
    });
  });

  it(`the signer ${name} has one public key, whatever is done to a copy of it`, async () => {
    const before = await signer.publicKey();
    const known = toHex(before);
    before.fill(0);
    expect(toHex(await signer.publicKey())).toBe(known);
  });
};
