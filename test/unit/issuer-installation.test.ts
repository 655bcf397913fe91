import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  clientSecret,
  createInstallation,
  loadOrCreateInstallation,
  readInstallation,
  signInPassword,
} from '../../packages/runtimes/local/src/issuer/index.ts';

const directory = await mkdtemp(join(tmpdir(), 'temkin-issuer-'));
afterAll(() => rm(directory, { recursive: true }));

describe('the installation file', () => {
  it('is made once, readable by its owner alone, and found again', async () => {
    const file = join(directory, 'new', 'issuer.json');
    expect(await readInstallation(file)).toBeUndefined();
    const created = await loadOrCreateInstallation(file);
    expect(await loadOrCreateInstallation(file)).toEqual(created);
    expect(await readInstallation(file)).toEqual(created);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(directory, 'new'))).toEqual(['issuer.json']);
  });

  it.each(['', '{', '{"secret":"plainly-written"}', '{"id":"0011223344556677","secret":"plainly-written"}'])(
    'is refused, unquoted and untouched, where it says %j',
    async (text) => {
      const file = join(directory, 'damaged.json');
      await writeFile(file, text, { mode: 0o600 });
      const error = await loadOrCreateInstallation(file).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(Error);
      expect(String(error)).toContain("damaged.json is not an issuer's file");
      expect(String(error)).not.toContain('plainly-written');
      expect(await readFile(file, 'utf8')).toBe(text);
    },
  );

  it('is refused where others can read it, and the way out is named', async () => {
    const file = join(directory, 'readable.json');
    await loadOrCreateInstallation(file);
    await chmod(file, 0o644);
    for (const open of [loadOrCreateInstallation, readInstallation])
      await expect(open(file)).rejects.toThrow(`chmod 600 '${file}'`);
  });

  it('is one and the same for all who start at once', async () => {
    const file = join(directory, 'at-once', 'issuer.json');
    const made = await Promise.all([1, 2, 3, 4].map(() => loadOrCreateInstallation(file)));
    const kept = await readInstallation(file);
    for (const one of made) expect(one).toEqual(kept);
    expect(await readdir(join(directory, 'at-once'))).toEqual(['issuer.json']);
  });
});

describe('the secrets of an installation', () => {
  it('differ by installation, by client and by tenant', () => {
    const [one, two] = [createInstallation(), createInstallation()];
    const secrets = [one, two].flatMap((installation) => [
      clientSecret(installation, 'order-system'),
      clientSecret(installation, 'demo'),
      signInPassword(installation, 'order-system'),
      signInPassword(installation, 'demo'),
    ]);
    expect(new Set(secrets).size).toBe(secrets.length);
  });

  it('are the same at every start', () => {
    const installation = { secret: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' };
    expect(clientSecret(installation, 'order-system')).toBe('HKbWipdsL-9N9fB_NVo1eWaowovYB3BE9WfxgAnz-lg');
    expect(signInPassword(installation, 'demo')).toBe('804d-e1e1-60bf-7010-6368');
  });
});
