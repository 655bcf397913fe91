import { LOG_LIMIT_ENTRIES, readStatements, verifyLog, type ReadLogFile } from '@temkin/audit/domain';
import { cryptoReady } from '@temkin/crypto';
import { utf8 } from '@temkin/kernel';
import { formatCheckpoint, formatNote, signNote } from '@temkin/tlog';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyLog } from '../../packages/surfaces/cli/src/copy-log.ts';
import { sha256 } from '../support/sha256.ts';
import { smallLog } from '../support/small-log.ts';

beforeAll(() => cryptoReady);

const out = await mkdtemp(join(tmpdir(), 'temkin-limit-'));
afterAll(() => rm(out, { recursive: true }));

/** A log that has nothing but a checkpoint, of this size. */
const claiming = async (size: number): Promise<ReadLogFile> => {
  const { key, signer } = await smallLog();
  const text = formatCheckpoint({ origin: key.name, size, root: new Uint8Array(32) });
  const note = utf8(formatNote({ text, signatures: [await signNote(text, key, signer)] }));
  return async (path) => (path === 'checkpoint' ? note : undefined);
};

describe('a size that nobody who is trusted has signed', () => {
  it('costs nothing until what it speaks of is read', async () => {
    const read = await claiming(LOG_LIMIT_ENTRIES);
    expect(await verifyLog({ sha256, read, keys: [] })).toEqual({
      outcome: 'refused',
      fault: 'missing',
      at: 'tile/entries/000',
    });
    await expect(
      copyLog({ read, size: LOG_LIMIT_ENTRIES }, { directory: out, keptSize: 0 }, () => {}),
    ).rejects.toThrow('lacks tile/entries/000');
  });

  it('is not believed where no log has as many entries', async () => {
    for (const size of [LOG_LIMIT_ENTRIES + 1, Number.MAX_SAFE_INTEGER]) {
      const read = await claiming(size);
      await expect(verifyLog({ sha256, read, keys: [] })).rejects.toThrow(`has ${size} entries. More than`);
      await expect(copyLog({ read, size }, { directory: out, keptSize: 0 }, () => {})).rejects.toThrow(
        'are not read',
      );
    }
  });

  it('makes nobody look for keys for ever', async () => {
    const bundle = new Uint8Array(512);
    let read = 0;
    const inventing: ReadLogFile = async () => {
      read += 1;
      return bundle;
    };
    const log = { sha256, read: inventing };
    await expect(readStatements(log, LOG_LIMIT_ENTRIES, 1_024)).rejects.toThrow('In its first 1024 entries');
    expect(read).toBe(4);
    // One that ends there is read to its end.
    expect(await readStatements(log, 1_024, 1_024)).toEqual([]);
  });
});
