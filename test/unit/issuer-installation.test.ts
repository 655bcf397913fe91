import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  clientSecret,
  createInstallation,
  installationFile,
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
      await writeFile(file, text);
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

  it('is where the environment says', () => {
    expect(installationFile({})).toBe('.temkin/issuer.json');
    expect(installationFile({ TEMKIN_ISSUER_FILE: '/elsewhere/issuer.json' })).toBe('/elsewhere/issuer.json');
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
