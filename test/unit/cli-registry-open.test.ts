import { cryptoReady } from '@temkin/crypto';
import { fromBase64Url, systemRandom, toBase64, toHex, utf8 } from '@temkin/kernel';
import { exportDigestText, sealExportKey, sealPart } from '@temkin/subscriber/domain';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { writeManifest, writePart } from '../../packages/surfaces/cli/src/registry/export-directory.ts';
import { makeRecipientKey } from '../../packages/surfaces/cli/src/registry/recipient-key.ts';
import { sha256 } from '../support/sha256.ts';

const MAIN = fileURLToPath(new URL('../../packages/surfaces/cli/src/main.ts', import.meta.url));

const [TENANT, EXPORT] = ['demo', '0'.repeat(32)];

let directory = '';
const at = (name: string): string => join(directory, name);

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'temkin-open-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** An export of so many parts, fetched, beside the key that opens it. */
const fetched = async (parts: number): Promise<void> => {
  await cryptoReady;
  const recipientKey = fromBase64Url(await makeRecipientKey(at('key'), systemRandom)) ?? new Uint8Array();
  const key = systemRandom(32);
  const sealed = Array.from({ length: parts }, (_, i) => {
    const place = { of: 'export', tenant: TENANT, id: EXPORT, part: i + 1, isLast: i + 1 === parts } as const;
    return sealPart(key, place, utf8(`{"row":${i}}\n`), systemRandom);
  });
  const named = sealed.map((bytes, i) => ({
    part: i + 1,
    bytes: bytes.length,
    sha256: toHex(sha256(bytes)),
    rows: 1,
    isLast: i + 1 === parts,
  }));
  const sealedKey = sealExportKey(recipientKey, { tenant: TENANT, exportId: EXPORT, key }, systemRandom);
  mkdirSync(at('out'));
  for (const [i, one] of named.entries()) await writePart(at('out'), one, sealed[i] ?? new Uint8Array());
  await writeManifest(at('out'), {
    api: 'https://api.example',
    exportId: EXPORT,
    wish: {},
    whole: {
      tenant: TENANT,
      sealedKey: toBase64(sealedKey),
      digest: toHex(sha256(utf8(exportDigestText(named)))),
      parts: named,
    },
  });
};

/** Looks until it is so. */
const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await sleep(10);
};

describe('temkin registry open', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'that is ended by %s leaves nothing in clear behind',
    async (signal) => {
      await fetched(3);
      // The second part does not come: somebody else is to write into it, and nobody does.
      const second = join(at('out'), 'part-000002.sealed');
      rmSync(second);
      execFileSync('mkfifo', [second]);
      const words = ['registry', 'open', at('out'), '--key', at('key'), '--out', at('rows')];
      const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...words], { stdio: 'ignore' });
      onTestFinished(() => void child.kill('SIGKILL'));
      const ended = once(child, 'exit');
      const draft = at('rows.draft');
      await until(() => child.exitCode !== null || (existsSync(draft) && statSync(draft).size > 0));
      expect(child.exitCode).toBeNull();

      child.kill(signal);
      await until(() => child.exitCode !== null || !existsSync(draft));
      // Whoever waits for the part need not wait any more.
      await (await open(second, 'r+')).close();
      expect(await ended).toEqual([1, null]);
      expect(readdirSync(directory).toSorted()).toEqual(['key', 'out']);
    },
    300_000,
  );
});
