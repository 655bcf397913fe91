import { verifyLog, type LogVerdict } from '@temkin/audit/domain';
import { cryptoReady } from '@temkin/crypto';
import { utf8 } from '@temkin/kernel';
import { cosignNote, formatNote, parseNote, verifierKey } from '@temkin/tlog';
import { beforeAll, describe, expect, it } from 'vitest';
import { entriesFrom, LOG_MUTATIONS, logToMutate } from '../support/log-mutations.ts';
import { memorySigner } from '../support/memory-signer.ts';
import { sha256 } from '../support/sha256.ts';
import { checkpointOf, grow, smallLog, verifyFiles, type SmallLog } from '../support/small-log.ts';

beforeAll(() => cryptoReady);

const verify = ({ files, key }: SmallLog, keys = [key]): Promise<LogVerdict> => verifyFiles(files, keys);

describe('a log', () => {
  it('is verified by its key, with every checkpoint it ever had', async () => {
    const log = await logToMutate();
    expect(await verify(log)).toMatchObject({
      outcome: 'verified',
      checkpoint: { origin: 'log.example/ems/2026', size: 600 },
      signatures: [{ key: log.key }],
    });
  });

  it('is no more than consistent where no key is given', async () => {
    const log = await logToMutate();
    expect(await verify(log, [])).toMatchObject({ outcome: 'consistent', checkpoint: { size: 600 } });
  });

  it.each([0, 1, 255, 256, 257, 65_535, 65_536, 65_537, 70_000])(
    'of %i entries is verified',
    async (size) => {
      const log = await smallLog();
      await grow(log, entriesFrom(0, size));
      let read = 0;
      const verdict = await verifyLog({
        sha256,
        read: async (path) => log.files.get(path),
        keys: [log.key],
        onEntries: ({ entries }) => (read += entries.length),
      });
      expect([verdict.outcome, read]).toEqual(['verified', size]);
    },
  );

  it('tells which witnesses have signed it, and when', async () => {
    const log = await logToMutate();
    const signer = memorySigner();
    const publicKey = (await signer.publicKey()).slice(-32);
    const witness = await verifierKey(sha256, { name: 'witness.example', type: 'cosignature/v1', publicKey });
    const note = parseNote(await checkpointOf(log));
    if (note === undefined) throw new Error('the checkpoint is none');
    const cosignature = await cosignNote(note.text, witness, signer, 1_800_000_000);
    log.files.set('checkpoint', utf8(formatNote({ ...note, signatures: [...note.signatures, cosignature] })));
    expect(await verify(log, [log.key, witness])).toMatchObject({
      outcome: 'verified',
      signatures: [{ key: log.key }, { key: witness, timeSeconds: 1_800_000_000 }],
    });
    // A witness alone says nothing about who runs the log.
    expect(await verify(log, [witness])).toMatchObject({ outcome: 'refused', fault: 'unsigned' });
  });
});

describe('a log is refused, and it is said where,', () => {
  it.each(LOG_MUTATIONS.map((mutation) => [mutation.name, mutation] as const))(
    '%s',
    async (_, { change, fault, at }) => {
      const log = await logToMutate();
      await change(log);
      expect(await verify(log)).toEqual({ outcome: 'refused', fault, at });
    },
  );

  it('beside the checkpoint of another log, or one that its key has not signed', async () => {
    const log = await logToMutate();
    const other = await smallLog('log.example/ems/2025');
    await grow(other, entriesFrom(0, 1));
    log.files.set('checkpoints/1', utf8(await checkpointOf(other)));
    expect(await verify(log, [log.key, other.key])).toMatchObject({
      fault: 'other-log',
      at: 'checkpoints/1',
    });
    expect(await verify(log)).toMatchObject({ fault: 'unsigned', at: 'checkpoints/1' });
    log.files.set('checkpoints/1', utf8('nothing'));
    expect(await verify(log)).toMatchObject({ fault: 'malformed', at: 'checkpoints/1' });
  });
});
