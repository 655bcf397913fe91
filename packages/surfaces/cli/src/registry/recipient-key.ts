import { boxKeyPair, boxKeyPairOf, type BoxKeyPair } from '@temkin/crypto';
import { fromBase64Url, toBase64Url, type RandomBytes } from '@temkin/kernel';
import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';

/** A private key as a JWK (RFC 8037 §2). */
const privateKey = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('X25519'),
  x: z.string(),
  d: z.string(),
});

/** Makes a key pair in a new file, for its owner's eyes alone, and answers the public half as exports name it. */
export const makeRecipientKey = async (file: string, random: RandomBytes): Promise<string> => {
  const pair = boxKeyPair(random);
  const [x, d] = [toBase64Url(pair.publicKey), toBase64Url(pair.privateKey)];
  const jwk: z.infer<typeof privateKey> = { kty: 'OKP', crv: 'X25519', x, d };
  try {
    await writeFile(file, `${JSON.stringify(jwk)}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw new Error(`${file} is there already: a key that was lost is never made again.`, { cause: error });
    throw error;
  }
  return x;
};

/** Reads what `makeRecipientKey` wrote. */
export const readRecipientKey = async (file: string): Promise<BoxKeyPair> => {
  const text = await readFile(file, 'utf8');
  let d: Uint8Array | undefined;
  try {
    d = fromBase64Url(privateKey.parse(JSON.parse(text)).d);
  } catch {
    d = undefined;
  }
  if (d?.length !== 32) throw new Error(`${file} is no key of a recipient.`);
  return boxKeyPairOf(d);
};
