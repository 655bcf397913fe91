import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import * as z from 'zod';
import { openSecretFile } from './secret-file.ts';

const base64url = z.string().regex(/^[\w-]{43}$/);

const pair = <Curve extends 'Ed25519' | 'X25519'>(crv: Curve) =>
  z.strictObject({ kty: z.literal('OKP'), crv: z.literal(crv), x: base64url, d: base64url }).readonly();

const handset = z.strictObject({ signing: pair('Ed25519'), bundle: pair('X25519') }).readonly();

/** The private keys (RFC 8037 §2) of a handset that is none: one signs requests, the other opens bundles. */
export type HandsetKeys = z.output<typeof handset>;

const jwkOf = ({ privateKey }: { readonly privateKey: KeyObject }): object =>
  privateKey.export({ format: 'jwk' });

const newKeys = (): HandsetKeys =>
  handset.parse({
    signing: jwkOf(generateKeyPairSync('ed25519')),
    bundle: jwkOf(generateKeyPairSync('x25519')),
  });

/** The parser's own words quote the text, which is secret. */
const parse = (file: string, text: string): HandsetKeys => {
  try {
    return handset.parse(JSON.parse(text));
  } catch {
    throw new Error(`${file} has no handset's keys: remove it, and the next start makes new ones`);
  }
};

/** Reads the keys, or makes some first in a file that only its owner can read. Throws where the file is damaged. */
export const openHandsetKeys = async (file: string): Promise<HandsetKeys> =>
  parse(file, await openSecretFile(file, () => `${JSON.stringify(newKeys(), null, 2)}\n`));
