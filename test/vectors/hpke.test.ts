import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { suiteOfKem } from '../../packages/capabilities/parcel/src/domain/bundle/bundle-suite.ts';

/** RFC 9180 appendix A, base mode: DHKEM(X25519) and DHKEM(P-256), HKDF-SHA256, AES-128-GCM. */
const vectors = JSON.parse(readFileSync(new URL('hpke.json', import.meta.url), 'utf8')) as readonly {
  readonly name: string;
  readonly kem: number;
  readonly kdf: number;
  readonly aead: number;
  readonly info: string;
  readonly ikmR: string;
  readonly skRm: string;
  readonly pkRm: string;
  readonly enc: string;
  readonly encryptions: readonly { readonly aad: string; readonly pt: string; readonly ct: string }[];
}[];

const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
const hex = (of: Uint8Array): string => Buffer.from(of).toString('hex');

const suiteFor = (kem: number) => {
  const suite = suiteOfKem(kem)?.make();
  if (suite === undefined) throw new Error('the vectors are of our suites');
  return suite;
};

describe.each(vectors)('the HPKE library on $name', ({ kem, kdf, aead, ...vector }) => {
  const suite = suiteFor(kem);

  it('is asked for the very suite of the vector', () => {
    expect([suite.KEM.id, suite.KDF.id, suite.AEAD.id]).toEqual([kem, kdf, aead]);
  });

  it('derives the recipient’s keys', async () => {
    const pair = await suite.DeriveKeyPair(bytes(vector.ikmR), true);
    expect(hex(await suite.SerializePrivateKey(pair.privateKey))).toBe(vector.skRm);
    expect(hex(await suite.SerializePublicKey(pair.publicKey))).toBe(vector.pkRm);
  });

  it('opens every message in turn, with a private key that cannot be extracted', async () => {
    const pair = {
      privateKey: await suite.DeserializePrivateKey(bytes(vector.skRm), false),
      publicKey: await suite.DeserializePublicKey(bytes(vector.pkRm)),
    };
    expect(pair.privateKey.extractable).toBe(false);
    const recipient = await suite.SetupRecipient(pair, bytes(vector.enc), { info: bytes(vector.info) });
    const opened: string[] = [];
    for (const { ct, aad } of vector.encryptions)
      opened.push(hex(await recipient.Open(bytes(ct), bytes(aad))));
    expect(opened).toEqual(vector.encryptions.map(({ pt }) => pt));
  });
});
