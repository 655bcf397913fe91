import { generateKeyPairSync, randomBytes } from 'node:crypto';
import * as z from 'zod';
import { openSecretFile, readSecretFile } from '../keys/index.ts';

const base64url = z.string().regex(/^[\w-]+$/);

const signingKey = z
  .object({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: base64url,
    y: base64url,
    d: base64url,
    kid: z.string(),
    alg: z.literal('ES256'),
    use: z.literal('sig'),
  })
  .readonly();

const installation = z
  .object({
    id: z.string().regex(/^[0-9a-f]{16}$/),
    secret: base64url.length(43),
    jwks: z.object({ keys: z.tuple([signingKey]) }).readonly(),
  })
  .readonly();

/**
 * What makes one embedded issuer differ from every other: an id that stands in its URL, 32 secret bytes (base64url) from
 * which client secrets and passwords derive, and the private key (RFC 7517) that signs its tokens.
 */
export type Installation = z.output<typeof installation>;

/** A new installation with random id, secret and key. */
export const createInstallation = (): Installation => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const kid = randomBytes(8).toString('hex');
  return installation.parse({
    id: randomBytes(8).toString('hex'),
    secret: randomBytes(32).toString('base64url'),
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid, alg: 'ES256', use: 'sig' }] },
  });
};

/** The parser's own words quote the text, which is secret. */
const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const parse = (file: string, text: string): Installation => {
  const { data } = installation.safeParse(parseJson(text));
  if (data === undefined)
    throw new Error(`${file} is not an issuer's file: remove it, and the next start makes a new one`);
  return data;
};

/**
 * Reads the installation file; undefined where there is none. Throws where it is damaged, telling nothing of it, and
 * where others can read it.
 */
export const readInstallation = async (file: string): Promise<Installation | undefined> => {
  const text = await readSecretFile(file);
  return text === undefined ? undefined : parse(file, text);
};

/** Reads the installation file, or makes one first that only its owner can read. Refuses as `readInstallation` does. */
export const loadOrCreateInstallation = async (file: string): Promise<Installation> =>
  parse(file, await openSecretFile(file, () => `${JSON.stringify(createInstallation(), null, 2)}\n`));
