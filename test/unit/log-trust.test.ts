import { logEvents, logFiles } from '@temkin/audit';
import { formatKeyStatement, readLineage, verifyChain, verifyLog } from '@temkin/audit/domain';
import { logYear } from '@temkin/audit-event';
import { cryptoReady } from '@temkin/crypto';
import { utf8 } from '@temkin/kernel';
import { keyOf } from '@temkin/storage';
import {
  formatNote,
  parseCheckpoint,
  parseNote,
  signNote,
  tilePath,
  toBundle,
  fromBundle,
  type VerifierKey,
} from '@temkin/tlog';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { logsOfYears, type LogsOfYears } from '../support/logs-of-years.ts';
import { memorySigner } from '../support/memory-signer.ts';

beforeAll(() => cryptoReady);

let logs: LogsOfYears;
let first: VerifierKey;
beforeEach(async () => {
  logs = logsOfYears();
  first = await logs.keyOf(logs.signers.inUse, '2026');
  await logs.record('2026', 3);
});

const verify = (year: string, keys: readonly VerifierKey[], older: readonly string[] = []) =>
  verifyLog({ ...logs.log(year, keys), older: older.map((note, at) => ({ name: `older ${at}`, note })) });

const chain = (year: string, past: string, keys: readonly VerifierKey[], older: readonly string[] = []) =>
  verifyChain(
    { ...logs.log(year, keys), older: older.map((note, at) => ({ name: `older ${at}`, note })) },
    logs.read(past),
  );

/** Puts another entry in the place of the one that opens a log, as only a verifier would find. */
const replaceOpening = (year: string, size: number, change: (entry: string) => string): void => {
  const place = `ems/${year}/${tilePath({ level: 'entries', index: 0, width: size })}`;
  const [opening = new Uint8Array(), ...others] =
    fromBundle(logs.blobs.stored.get(place) ?? new Uint8Array(), size) ?? [];
  const changed = utf8(change(new TextDecoder().decode(opening)));
  logs.blobs.stored.set(place, toBundle([changed, ...others]));
};

describe('the entry that opens a log', () => {
  it('names the log and its key', async () => {
    const lineage = await readLineage(logs.log('2026', []));
    expect(lineage).toMatchObject({
      origin: 'log.example/ems/2026',
      opening: { origin: 'log.example/ems/2026', keys: [first] },
    });
    expect(lineage?.opening?.previous).toBeUndefined();
    expect(await verify('2026', [first])).toMatchObject({
      outcome: 'verified',
      isNamed: true,
      keys: [first],
    });
  });

  it('names how far the log of the year before had come, and that one’s key leads to its own', async () => {
    const kept = logs.checkpoint('2026');
    await logs.record('2027', 2);
    const past = parseCheckpoint(parseNote(kept)?.text ?? '');
    const key = await logs.keyOf(logs.signers.inUse, '2027');
    expect(await verify('2027', [first], [kept])).toMatchObject({
      outcome: 'verified',
      checkpoint: { origin: 'log.example/ems/2027', size: 3 },
      previous: past,
      keys: [first, key],
    });
    expect(await chain('2027', '2026', [first], [kept])).toMatchObject({
      outcome: 'verified',
      previous: past,
    });
    expect(await verify('2027', [await logs.keyOf(memorySigner(), '2026')])).toMatchObject({
      fault: 'unsigned',
      at: 'checkpoint',
    });
  });

  it('is all that the logs of years without an event hold, so that no year is left out', async () => {
    await logs.record('2029', 1);
    let keys = [first];
    for (const [year, size] of [
      ['2027', 1],
      ['2028', 1],
      ['2029', 2],
    ] as const) {
      const verdict = await verify(year, keys);
      expect(verdict).toMatchObject({
        checkpoint: { size },
        previous: { origin: `log.example/ems/${Number(year) - 1}` },
      });
      keys = verdict.outcome === 'verified' ? [...verdict.keys] : [];
    }
    expect(await verify('2029', [first])).toMatchObject({ fault: 'unsigned', remedy: 'log-before' });
  });

  it('is written of one year in a batch, in order, so that no batch takes long', async () => {
    await logs.put('2030', 1);
    const sequence = logs.sequencer();
    for (const year of ['2027', '2028', '2029', '2030']) {
      expect(logs.checkpoint(year)).toBe('');
      expect(await sequence('ems')).toMatchObject({ events: year === '2030' ? 1 : 0, more: true });
      expect(logs.checkpoint(year)).not.toBe('');
    }
    expect(await sequence('ems')).toMatchObject({ events: 0, more: false, unpublished: [] });
  });

  it('is found by its id, in the log that it opens, whenever that was', async () => {
    await logs.record('2029', 1);
    const events = logEvents({ table: logs.table, files: logFiles(logs.blobs) });
    const opened: string[] = [];
    for await (const { found } of events.from('ems', {}, await events.begin('ems'))) {
      if (found?.event.action !== 'audit.open-log') continue;
      expect(await events.byId('ems', found.event.eventId)).toEqual(found);
      expect([found.place?.index, logYear(found.event.eventId)]).toEqual([0, found.place?.year]);
      opened.push(logYear(found.event.eventId));
    }
    expect(opened.toSorted()).toEqual(['2026', '2027', '2028', '2029']);
  });

  it('is of a year between that opens before, where events of it come late', async () => {
    await logs.record('2028', 1);
    await logs.record('2027', 2);
    expect(await chain('2027', '2026', [first])).toMatchObject({ checkpoint: { size: 3 } });
    const second = await logs.keyOf(logs.signers.inUse, '2027');
    expect(await chain('2028', '2027', [second])).toMatchObject({ previous: { size: 1 } });
  });

  it('waits for that of the year before, where that cannot be opened', async () => {
    const sound = { ...logs.blobs };
    let isBroken = true;
    logs.blobs.putIfAbsent = (name, bytes) =>
      isBroken && name.startsWith('ems/2027/')
        ? Promise.reject(new Error('full'))
        : sound.putIfAbsent(name, bytes);
    await expect(logs.record('2028', 1)).rejects.toThrow('full');
    expect(logs.checkpoint('2028')).toBe('');
    isBroken = false;
    await logs.run();
    const second = await logs.keyOf(logs.signers.inUse, '2027');
    expect(await chain('2028', '2027', [second])).toMatchObject({ outcome: 'verified' });
  });

  it('holds for a log before that goes on after it was named', async () => {
    await logs.record('2027', 1);
    await logs.record('2026', 2);
    const kept = logs.checkpoint('2026');
    expect(await verify('2027', [first], [kept])).toMatchObject({
      outcome: 'verified',
      previous: { size: 4 },
    });
    expect(await chain('2027', '2026', [first], [kept])).toMatchObject({ outcome: 'verified' });
  });

  it('is refused beside another checkpoint of the size that it names, and beside another log before it', async () => {
    const [kept, other] = [logs.checkpoint('2026'), logsOfYears()];
    other.signers.inUse = logs.signers.inUse;
    await other.record('2026', 3);
    expect(other.checkpoint('2026')).not.toBe(kept);
    await logs.record('2027', 1);
    expect(await verify('2027', [first], [other.checkpoint('2026')])).toEqual({
      outcome: 'refused',
      fault: 'other-past',
      at: 'older 0',
    });
    expect(await verifyChain(logs.log('2027', [first]), other.read('2026'))).toEqual({
      outcome: 'refused',
      fault: 'inconsistent',
      at: 'log.example/ems/2026: the end that the next log names',
    });
  });

  it('is refused where the log before it was cut since', async () => {
    const cut = new Map(logs.blobs.stored);
    await logs.record('2026', 5);
    await logs.record('2027', 1);
    const read = async (path: string) => cut.get(`ems/2026/${path}`);
    expect(await verifyChain(logs.log('2027', [first]), read)).toMatchObject({
      fault: 'rolled-back',
      at: 'log.example/ems/2026: the end that the next log names',
    });
  });

  it('is refused after a log that it does not name', async () => {
    await logs.record('2027', 1);
    expect(await chain('2026', '2027', [first])).toEqual({
      outcome: 'refused',
      fault: 'other-past',
      at: 'entry 0',
    });
  });

  it('leads nowhere where somebody else wrote it into the log', async () => {
    const thief = memorySigner();
    await logs.record('2027', 1);
    const [mine, stolen] = [await logs.keyOf(logs.signers.inUse, '2027'), await logs.keyOf(thief, '2027')];
    const text = formatKeyStatement({
      origin: mine.name,
      keys: [stolen],
      previous: { origin: first.name, size: 4, root: new Uint8Array(32) },
    });
    // In the name and with the id of the key that is trusted.
    const note = formatNote({ text, signatures: [await signNote(text, first, thief)] });
    replaceOpening('2027', 2, (entry) =>
      JSON.stringify({ ...(JSON.parse(entry) as object), unmapped: { statement: note } }),
    );
    const checkpoint = parseNote(logs.checkpoint('2027'))?.text ?? '';
    logs.blobs.stored.set(
      'ems/2027/checkpoint',
      utf8(formatNote({ text: checkpoint, signatures: [await signNote(checkpoint, stolen, thief)] })),
    );
    expect(await verify('2027', [first])).toMatchObject({ fault: 'unsigned' });
  });

  it('is not looked for in a log of others, which has none', async () => {
    await logs.record('2027', 1);
    replaceOpening('2027', 2, () => 'null');
    expect(await readLineage(logs.log('2027', []))).toEqual({ origin: 'log.example/ems/2027' });
  });
});

describe('a log whose key changes', () => {
  const successor = memorySigner();
  let second: VerifierKey;
  beforeEach(async () => {
    second = await logs.keyOf(successor, '2026');
  });

  /** The key that is to sign next becomes the one that signs. */
  const replace = (): void => {
    logs.signers.inUse = successor;
    delete logs.signers.next;
  };

  it('names the next key once, without waiting for an event, and is signed by both', async () => {
    await logs.record('2027', 1);
    logs.signers.next = successor;
    await logs.run();
    await logs.run();
    for (const [year, size] of [
      ['2026', 5],
      ['2027', 3],
    ] as const) {
      const keys = [await logs.keyOf(logs.signers.inUse, year), await logs.keyOf(successor, year)];
      expect(await verify(year, keys.slice(0, 1))).toMatchObject({
        outcome: 'verified',
        checkpoint: { size },
        keys,
        isNamed: true,
      });
      expect(await verify(year, keys)).toMatchObject({ signatures: [{ key: keys[0] }, { key: keys[1] }] });
      expect(await verify(year, keys.slice(1))).toMatchObject({ outcome: 'verified', isNamed: true });
    }
  });

  it('is verified by the old key when the new one alone signs, in that year and the next', async () => {
    const kept = logs.checkpoint('2026');
    logs.signers.next = successor;
    await logs.record('2026', 1);
    replace();
    await logs.record('2026', 300);
    expect(parseNote(logs.checkpoint('2026'))?.signatures).toHaveLength(1);
    expect(await verify('2026', [first], [kept])).toMatchObject({
      outcome: 'verified',
      signatures: [{ key: second }],
      keys: [first, second],
      isNamed: true,
    });
    await logs.record('2027', 1);
    expect(await verify('2027', [first])).toMatchObject({ fault: 'unsigned' });
    expect(await verify('2027', [first, second])).toMatchObject({ outcome: 'verified' });
    expect(await chain('2027', '2026', [first], [kept])).toMatchObject({ outcome: 'verified' });
  });

  it('is read twice no further than to the word that leads to the key that signs', async () => {
    logs.signers.next = successor;
    await logs.record('2026', 1);
    replace();
    await logs.record('2026', 300);
    const reads = new Map<string, number>();
    const log = logs.log('2026', [first]);
    const read = async (path: string) => {
      reads.set(path, (reads.get(path) ?? 0) + 1);
      return log.read(path);
    };
    expect(await verifyLog({ ...log, read })).toMatchObject({ outcome: 'verified' });
    expect(reads.get('tile/entries/001.p/50')).toBe(1);
  });

  it('names both keys where it begins meanwhile, so that the old one leads to the new', async () => {
    logs.signers.next = successor;
    await logs.record('2027', 1);
    replace();
    await logs.record('2027', 1);
    expect(await verify('2027', [first])).toMatchObject({
      outcome: 'verified',
      checkpoint: { size: 3 },
      isNamed: true,
    });
  });

  it('is not verified by the old key where the new one came without its word, and says so by the new', async () => {
    replace();
    await logs.record('2026', 1);
    expect(await verify('2026', [first])).toMatchObject({ fault: 'unsigned', at: 'checkpoint' });
    expect(await verify('2026', [second])).toMatchObject({ outcome: 'verified', isNamed: false });
  });

  it('is signed by the new key where nothing was added since, and nothing else of it changes', async () => {
    const before = logs.checkpoint('2026');
    replace();
    await logs.run();
    await logs.run();
    const after = logs.checkpoint('2026');
    expect(after.slice(0, before.length)).toBe(before);
    expect(parseNote(after)?.signatures).toHaveLength(2);
    expect(await verify('2026', [second])).toMatchObject({ outcome: 'verified', checkpoint: { size: 4 } });
    const kept = logs.blobs.stored.get('ems/2026/checkpoints/4');
    expect(new TextDecoder().decode(kept)).toBe(before);
  });

  it('does not keep the next year from beginning, though the new key came without a word', async () => {
    replace();
    await logs.record('2027', 1);
    expect(await verify('2027', [await logs.keyOf(successor, '2027')])).toMatchObject({
      outcome: 'verified',
      previous: { origin: first.name, size: 4 },
    });
    expect(await chain('2027', '2026', [first, second])).toMatchObject({ outcome: 'verified' });
  });

  it('is not begun after a log whose head is lost and whose checkpoint nobody of ours has signed', async () => {
    await logs.table.write({
      kind: 'delete',
      key: keyOf('log-heads', 'head', { tenant: 'ems', year: '2026' }),
    });
    replace();
    await expect(logs.record('2027', 1)).rejects.toThrow('not its own');
  });

  it('goes on where the next key does not answer, which is said, and names it when it does', async () => {
    logs.signers.next = { ...successor, publicKey: () => Promise.reject(new Error('no such key')) };
    await logs.record('2026', 1);
    expect((await logs.run()).flatMap(({ unpublished }) => unpublished)).toHaveLength(1);
    logs.signers.next = successor;
    await logs.run();
    expect(await verify('2026', [first])).toMatchObject({ checkpoint: { size: 6 }, keys: [first, second] });
  });
});
