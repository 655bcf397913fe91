import { verifyLog, type LogVerdict } from '@temkin/audit/domain';
import { cryptoReady } from '@temkin/crypto';
import { utf8 } from '@temkin/kernel';
import { cosignNote, formatNote, fromBundle, parseNote, toBundle, verifierKey } from '@temkin/tlog';
import { beforeAll, describe, expect, it } from 'vitest';
import { memorySigner } from '../support/memory-signer.ts';
import { sha256 } from '../support/sha256.ts';
import { checkpointOf, grow, smallLog, type SmallLog } from '../support/small-log.ts';

beforeAll(() => cryptoReady);

const entriesFrom = (first: number, count: number): readonly Uint8Array[] =>
  Array.from({ length: count }, (_, at) => utf8(`{"event":${first + at}}`));

/** A log of 600 entries that came in three batches, and its checkpoints on the way. */
const grown = async (): Promise<{ readonly log: SmallLog; readonly older: readonly string[] }> => {
  const log = await smallLog();
  const older: string[] = [];
  for (const count of [1, 299, 300]) {
    await grow(log, entriesFrom(log.tree.size, count));
    older.push(await checkpointOf(log));
  }
  return { log, older };
};

const verify = (log: SmallLog, older: readonly string[] = [], keys = [log.key]): Promise<LogVerdict> =>
  verifyLog({
    sha256,
    read: async (path) => log.files.get(path),
    keys,
    older: older.map((note, at) => ({ name: `older ${at}`, note })),
  });

const changed = (log: SmallLog, path: string, change: (bytes: Uint8Array) => Uint8Array): void => {
  log.files.set(path, change(log.files.get(path) ?? new Uint8Array()));
};

/** One bit of the sixth byte: past the length of a bundle's first entry. */
const flipped = (bytes: Uint8Array): Uint8Array => bytes.map((byte, at) => (at === 5 ? byte ^ 4 : byte));

const inBundle =
  (width: number, change: (entries: readonly Uint8Array[]) => readonly Uint8Array[]) =>
  (bytes: Uint8Array): Uint8Array =>
    toBundle(change(fromBundle(bytes, width) ?? []));

describe('a log', () => {
  it('is verified by its key, with every checkpoint it ever had', async () => {
    const { log, older } = await grown();
    expect(await verify(log, older)).toMatchObject({
      outcome: 'verified',
      checkpoint: { origin: 'log.example/ems/2026', size: 600 },
      signatures: [{ key: log.key }],
    });
  });

  it('is no more than consistent where no key is given', async () => {
    const { log, older } = await grown();
    expect(await verify(log, older, [])).toMatchObject({ outcome: 'consistent', checkpoint: { size: 600 } });
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
        onEntries: (entries) => (read += entries),
      });
      expect([verdict.outcome, read]).toEqual(['verified', size]);
    },
  );

  it('tells which witnesses have signed it, and when', async () => {
    const { log } = await grown();
    const signer = memorySigner();
    const publicKey = (await signer.publicKey()).slice(-32);
    const witness = await verifierKey(sha256, { name: 'witness.example', type: 'cosignature/v1', publicKey });
    const note = parseNote(await checkpointOf(log));
    if (note === undefined) throw new Error('the checkpoint is none');
    const cosignature = await cosignNote(note.text, witness, signer, 1_800_000_000);
    log.files.set('checkpoint', utf8(formatNote({ ...note, signatures: [...note.signatures, cosignature] })));
    expect(await verify(log, [], [log.key, witness])).toMatchObject({
      outcome: 'verified',
      signatures: [{ key: log.key }, { key: witness, timeSeconds: 1_800_000_000 }],
    });
    // A witness alone says nothing about who runs the log.
    expect(await verify(log, [], [witness])).toMatchObject({ outcome: 'refused', fault: 'unsigned' });
  });
});

describe('a log is refused, and it is said where,', () => {
  const LAST = 'tile/entries/002.p/88';
  const cases: readonly (readonly [
    string,
    (log: SmallLog) => void,
    { readonly fault: string; readonly at: string },
  ])[] = [
    [
      'with a bit flipped in an entry',
      (log) => changed(log, 'tile/entries/001', flipped),
      { fault: 'tile-differs', at: 'tile/0/001' },
    ],
    [
      'with a bit flipped in a tile of hashes',
      (log) => changed(log, 'tile/0/001', flipped),
      { fault: 'tile-differs', at: 'tile/0/001' },
    ],
    [
      'with a bit flipped in a tile above',
      (log) => changed(log, 'tile/1/000.p/2', flipped),
      { fault: 'tile-differs', at: 'tile/1/000.p/2' },
    ],
    [
      'with two entries in each other’s place',
      (log) =>
        changed(
          log,
          'tile/entries/000',
          inBundle(256, ([a, b, ...rest]) => (a && b ? [b, a, ...rest] : [])),
        ),
      { fault: 'tile-differs', at: 'tile/0/000' },
    ],
    [
      'with an entry removed and the others moved up',
      (log) =>
        changed(
          log,
          LAST,
          inBundle(88, (entries) => entries.slice(1)),
        ),
      { fault: 'malformed', at: LAST },
    ],
    ['without its last bundle', (log) => void log.files.delete(LAST), { fault: 'missing', at: LAST }],
    [
      'without a tile',
      (log) => void log.files.delete('tile/0/002.p/88'),
      { fault: 'missing', at: 'tile/0/002.p/88' },
    ],
    [
      'with a partial bundle that has grown',
      (log) =>
        changed(
          log,
          LAST,
          inBundle(88, (entries) => [...entries, utf8('one more')]),
        ),
      { fault: 'malformed', at: LAST },
    ],
    [
      'without a checkpoint',
      (log) => void log.files.delete('checkpoint'),
      { fault: 'missing', at: 'checkpoint' },
    ],
    [
      'with a checkpoint that is none',
      (log) => void log.files.set('checkpoint', utf8('600\n')),
      { fault: 'malformed', at: 'checkpoint' },
    ],
    [
      'with a checkpoint that is no text',
      (log) => void log.files.set('checkpoint', Uint8Array.of(0xff)),
      { fault: 'malformed', at: 'checkpoint' },
    ],
    [
      'with another size in its checkpoint',
      (log) =>
        changed(log, 'checkpoint', (bytes) =>
          utf8(new TextDecoder().decode(bytes).replace('\n600\n', '\n599\n')),
        ),
      { fault: 'forged', at: 'checkpoint' },
    ],
  ];

  it.each(cases)('%s', async (_, change, verdict) => {
    const { log } = await grown();
    change(log);
    expect(await verify(log)).toEqual({ outcome: 'refused', ...verdict });
  });

  it('signed by another key of the same name', async () => {
    const { log } = await grown();
    const { key } = await smallLog();
    expect(await verify(log, [], [key])).toEqual({ outcome: 'refused', fault: 'unsigned', at: 'checkpoint' });
  });

  it('with the tiles of one size and the checkpoint of another', async () => {
    const [{ log }, other] = [await grown(), await smallLog()];
    await grow(other, entriesFrom(1, 600));
    log.files.set('checkpoint', utf8(await checkpointOf({ ...log, tree: other.tree })));
    expect(await verify(log)).toEqual({ outcome: 'refused', fault: 'root-differs', at: 'checkpoint' });
  });

  it('with an older checkpoint in place of the newest', async () => {
    const { log, older } = await grown();
    log.files.set('checkpoint', utf8(older[1] ?? ''));
    expect(await verify(log, older)).toEqual({ outcome: 'refused', fault: 'rolled-back', at: 'older 2' });
  });

  it('that does not begin with what an older checkpoint speaks of', async () => {
    const [{ log, older }, fork] = [await grown(), await smallLog()];
    await grow(fork, entriesFrom(1, 300));
    const forged = await checkpointOf({ ...log, tree: fork.tree });
    expect(await verify(log, [...older, forged])).toEqual({
      outcome: 'refused',
      fault: 'inconsistent',
      at: 'older 3',
    });
  });

  it('of which two checkpoints of one size differ', async () => {
    const [{ log, older }, fork] = [await grown(), await smallLog()];
    await grow(fork, entriesFrom(1, 600));
    const forked = await checkpointOf({ ...log, tree: fork.tree });
    expect(await verify(log, [...older, forked])).toEqual({
      outcome: 'refused',
      fault: 'inconsistent',
      at: 'older 3',
    });
  });

  it('beside the checkpoint of another log, or one that its key has not signed', async () => {
    const { log } = await grown();
    const other = await smallLog('log.example/ems/2025');
    await grow(other, entriesFrom(0, 1));
    const keys = [log.key, other.key];
    expect(await verify(log, [await checkpointOf(other)], keys)).toMatchObject({
      fault: 'other-log',
      at: 'older 0',
    });
    expect(await verify(log, [await checkpointOf(other)])).toMatchObject({
      fault: 'unsigned',
      at: 'older 0',
    });
    expect(await verify(log, ['nothing'])).toMatchObject({ fault: 'malformed', at: 'older 0' });
  });
});
