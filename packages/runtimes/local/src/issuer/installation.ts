import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';

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

/** The file, under the directory in which a command runs; `TEMKIN_ISSUER_FILE` names another. */
export const installationFile = (environment: Readonly<Record<string, string | undefined>>): string =>
  environment.TEMKIN_ISSUER_FILE ?? '.temkin/issuer.json';

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

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** The parser's own words quote the text, which is secret. */
const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Reads the installation file; undefined where there is none. Throws where it is damaged, telling nothing of it. */
export const readInstallation = async (file: string): Promise<Installation | undefined> => {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const { data } = installation.safeParse(parseJson(text));
  if (data === undefined)
    throw new Error(`${file} is not an issuer's file: remove it, and the next start makes a new one`);
  return data;
};

/**
 * Reads the installation file, or makes one that only its owner can read. The file appears whole or not at all, whenever
 * the process is killed.
 */
export const loadOrCreateInstallation = async (file: string): Promise<Installation> => {
  const found = await readInstallation(file);
  if (found !== undefined) return found;
  const created = createInstallation();
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${randomBytes(4).toString('hex')}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(created, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
  return created;
};
