import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openLogOnce } from '../../packages/surfaces/cli/src/open-log.ts';
import { temkin } from '../support/command-line.ts';

/** Where the token would have gone, whoever was asked. */
const asked: (string | null)[] = [];

beforeEach(() => {
  asked.length = 0;
  vi.stubGlobal('fetch', async (address: string | URL, { headers }: RequestInit) => {
    asked.push(new Headers(headers).get('authorization') ?? String(address));
    return new Response('', { status: 401 });
  });
});
afterEach(() => void vi.unstubAllGlobals());

const ID = '0'.repeat(32);
const UUID = '00000000-0000-4000-8000-000000000000';
const WISH = ['--recipient', 'A', '--recipient-key', 'k', '--reference', '1'];

const COMMANDS: readonly (readonly string[])[] = [
  ['import', 'rows.csv'],
  ['parity', 'rows.csv'],
  ['images', 'nowhere', '--out', 'nowhere.csv'],
  ['rejects', '--import', ID, '--out', 'nowhere.csv'],
  ['indexes'],
  ['export', '--out', 'nowhere', ...WISH, '--purpose', 'inspection', '--ground', 'legal-duty'],
  ['sweep', 'start'],
  ['sweep', 'show', '--sweep', UUID],
  ['sweep', 'report', '--sweep', UUID, '--out', 'nowhere.json'],
];

const run = (...args: readonly string[]) =>
  temkin(args, { environment: { TEMKIN_TOKEN: 'secret' }, wait: async () => {} });

describe('an access token', () => {
  it.each(COMMANDS)('goes to no other machine in clear: registry %s', async (...args) => {
    for (const address of ['http://192.0.2.2:18998', 'http://registry.example', 'http://127.0.0.1.example']) {
      const { exitCode, complaint } = await run('registry', ...args, '--api', address);
      expect([exitCode, complaint]).toEqual([
        2,
        expect.stringContaining('--api is https://, or http:// on this machine: the access token'),
      ]);
    }
    expect(asked).toEqual([]);
  });

  it.each(['ftp://127.0.0.1', 'file:///etc'])('is sent by no other way: %s', async (address) => {
    expect((await run('registry', 'indexes', '--api', address)).exitCode).toBe(2);
    expect(asked).toEqual([]);
  });

  it.each(['https://registry.example', 'http://127.0.0.1:8787', 'http://localhost', 'http://[::1]:8787'])(
    'goes to %s',
    async (address) => {
      const { exitCode, complaint } = await run('registry', 'indexes', '--api', address);
      expect([exitCode, complaint]).toEqual([1, expect.stringContaining('$TEMKIN_TOKEN')]);
      expect(asked).toEqual(['Bearer secret']);
    },
  );

  it('goes to no log of another machine in clear, which may be read without one', async () => {
    const log = 'http://log.example/v1/audit/log/ems/2026';
    await expect(openLogOnce(log, 'secret')).rejects.toThrow(
      'in clear: use https://, or unset $TEMKIN_TOKEN',
    );
    expect(asked).toEqual([]);
    await expect(openLogOnce(log, undefined)).rejects.toThrow('The log asks who reads it');
    expect(asked).toEqual([`${log}/checkpoint`]);
  });
});
