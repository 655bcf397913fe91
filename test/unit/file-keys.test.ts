import { systemRandom, toHex } from '@temkin/kernel';
import { generateKeyPairSync } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openRootKeyFile, openSignerFile } from '../../packages/runtimes/local/src/keys/index.ts';

const root = await mkdtemp(join(tmpdir(), 'temkin-keys-'));
afterAll(() => rm(root, { recursive: true }));

let directories = 0;
/** A path in a directory that does not exist yet. */
const freshPath = (): string => join(root, String((directories += 1)), 'secret');

const CONTEXT = { tenant: 'ems', purpose: 'label', keyId: '2026-11' };
const LINE = `temkin-root-key-1:${'0123456789abcdef'.repeat(4)}`;

const withText = async (text: string): Promise<string> => {
  const path = freshPath();
  await mkdir(join(path, '..'));
  await writeFile(path, text, { mode: 0o600 });
  return path;
};

const OPENERS = [
  ['root key', (path: string): Promise<unknown> => openRootKeyFile(path, systemRandom)],
  ['signer', (path: string): Promise<unknown> => openSignerFile(path)],
] as const;

describe.each(OPENERS)('a %s file', (_, open) => {
  it('is made where it is missing, for its owner alone, with nothing left beside it', async () => {
    const path = freshPath();
    await open(path);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(path, '..'))).mode & 0o777).toBe(0o700);
    expect(await readdir(join(path, '..'))).toEqual(['secret']);
  });

  it('is left as it is when it is opened again', async () => {
    const path = freshPath();
    await open(path);
    const text = await readFile(path, 'utf8');
    await open(path);
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  it.each(['640', '604', '620', '602'])('is refused with mode %s, and the way out is named', async (mode) => {
    const path = freshPath();
    await open(path);
    await chmod(path, Number.parseInt(mode, 8));
    await expect(open(path)).rejects.toThrow(`chmod 600 '${path}'`);
  });

  it('is refused where it is a directory', async () => {
    const path = freshPath();
    await mkdir(path, { recursive: true, mode: 0o700 });
    await expect(open(path)).rejects.toThrow(`${path} is not a file`);
  });

  it.each([
    ['nothing', ''],
    ['something else', 'hunter2 is the password'],
    ['half a line', LINE.slice(0, 40)],
    ['a line that is too long', `${LINE}00`],
    ['two lines', `${LINE}\n${LINE}`],
    ['upper case', LINE.toUpperCase()],
    ['another version', LINE.replace('-1:', '-2:')],
  ])('that holds %s is refused, not replaced, and not quoted', async (_what, text) => {
    const path = await withText(text);
    const refusal = await open(path).then(
      () => 'opened',
      (error: unknown) => (error instanceof Error ? error.message : ''),
    );
    expect(refusal).toContain(path);
    expect(refusal).not.toMatch(/hunter2|0123456789abcdef/);
    expect(await readFile(path, 'utf8')).toBe(text);
  });
});

describe('a root key file', () => {
  it('is one file with one key, however many open it at once', async () => {
    const path = freshPath();
    const opened = await Promise.all(Array.from({ length: 12 }, () => openRootKeyFile(path, systemRandom)));
    expect(new Set(opened.map(({ fingerprint }) => fingerprint)).size).toBe(1);
    const text = await readFile(path, 'utf8');
    expect(text).toMatch(/^temkin-root-key-1:[0-9a-f]{64}\n$/);
    const reopened = await openRootKeyFile(await withText(text), systemRandom);
    expect(reopened.fingerprint).toBe(opened[0]?.fingerprint);
  });

  it('opens after a restart what it wrapped before', async () => {
    const path = freshPath();
    const before = await openRootKeyFile(path, systemRandom);
    const after = await openRootKeyFile(path, systemRandom);
    for (const name of ['main', 'escrow', 'registry', 'registry-index'] as const) {
      const { key, wrapped } = await before.rootKey(name).generateDataKey(CONTEXT);
      expect(toHex(await after.rootKey(name).unwrap(wrapped, CONTEXT))).toBe(toHex(key));
    }
  });

  it('opens for ever what the first version wrapped', async () => {
    const file = await openRootKeyFile(await withText(LINE), systemRandom);
    expect(file.fingerprint).toBe('ca4ec0d2b5d33e28f8a3b11b3083997e');
    const nonce = '07'.repeat(24);
    const wraps = {
      main: 'e604ddee02bfddb4b2d9039afe67524e1ba18d2a922aae2f0980c5301fa7c57352b4b6c867e6915e45e8933de6c8f896',
      escrow:
        '369342776d663e5b3d5361a952fc090e7d1af9d3f233385ad5fcb80bac5e4f057d4c729e22833d4472105e0447c03341',
      registry:
        '8091ae389a6ea30ab45a191675f46c911aecbf5031dee36d9b9082cb98b310ad06b0e5e184c50fcf69b018e30fa439cd',
      'registry-index':
        '653e3e91e133936a7b828afa9613928873016e84b1d9a2117869990b48f35d727854ee11f5d7db36b5794f7c8f9c7373',
    };
    for (const name of ['main', 'escrow', 'registry', 'registry-index'] as const) {
      const wrapped = Buffer.from(nonce + wraps[name], 'hex');
      expect(toHex(await file.rootKey(name).unwrap(wrapped, CONTEXT))).toBe(nonce + '07'.repeat(8));
    }
  });

  it('has a fingerprint of its own that shows nothing of the key', async () => {
    const [one, two] = [
      await openRootKeyFile(freshPath(), systemRandom),
      await openRootKeyFile(await withText(`${LINE}\n`), systemRandom),
    ];
    expect(one.fingerprint).toMatch(/^[0-9a-f]{32}$/);
    expect(one.fingerprint).not.toBe(two.fingerprint);
    expect(LINE).not.toContain(two.fingerprint.slice(0, 8));
  });

  it('may be a link to a file that only its owner can read', async () => {
    const target = await withText(LINE);
    const path = join(target, '..', 'link');
    await symlink(target, path);
    const [direct, linked] = [
      await openRootKeyFile(target, systemRandom),
      await openRootKeyFile(path, systemRandom),
    ];
    expect(linked.fingerprint).toBe(direct.fingerprint);
  });
});

describe('a signer file', () => {
  it.each(['Ed25519', 'ES256'] as const)('holds one %s key for good', async (algorithm) => {
    const path = freshPath();
    const signers = await Promise.all([1, 2].map(() => openSignerFile(path, algorithm)));
    const reopened = await openSignerFile(path, algorithm);
    const keys = await Promise.all([...signers, reopened].map((signer) => signer.publicKey()));
    expect(new Set(keys.map(toHex)).size).toBe(1);
    expect(await readFile(path, 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
  });

  it.each([
    ['Ed25519', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
    ['Ed25519', generateKeyPairSync('x25519')],
    ['ES256', generateKeyPairSync('ec', { namedCurve: 'P-384' })],
    ['ES256', generateKeyPairSync('ed25519')],
  ] as const)('is refused for %s where it holds a key of another kind', async (algorithm, { privateKey }) => {
    const path = await withText(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    await expect(openSignerFile(path, algorithm)).rejects.toThrow(
      `${path} holds no private key for ${algorithm}`,
    );
  });
});
