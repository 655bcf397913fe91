import { boxKeyPair } from '@temkin/crypto';
import { systemRandom, toHex, utf8, OutcomeUnknown, StoreUnavailable } from '@temkin/kernel';
import type { Blobs, Table, Write } from '@temkin/storage';
import { registryExporter, registryExports } from '@temkin/subscriber';
import { exportDigestText, openExportKey, openPart, rowReader } from '@temkin/subscriber/domain';
import { describe, expect, it } from 'vitest';
import { exportParts } from '../../packages/capabilities/subscriber/src/store/export-parts.ts';
import { personItemKey } from '../../packages/capabilities/subscriber/src/store/record-item.ts';
import { generatedRows } from '../support/generated-rows.ts';
import { REGISTRY_NOW } from '../support/generated-registry.ts';
import { ndjson } from '../support/import-files.ts';
import { memoryBlobs } from '../support/memory-blobs.ts';
import type { MemoryTable } from '../support/memory-table.ts';
import { sha256 } from '../support/sha256.ts';
import { stagedTable } from '../support/staged-table.ts';
import { IMPORTER, importWorld, numbersOf } from './import-world.ts';
import { seedOf, TENANT } from './registry-world.ts';
import { approvalsOf, DAY, HOUR, OFFICER, refusalOf, staff } from './rights-world.ts';

const RECIPIENT = boxKeyPair(systemRandom);

const ALL_FIELDS = [
  'name',
  'birthDate',
  'identity',
  'address',
  'document',
  'documentImages',
  'portrait',
  'guardianConsent',
  'relationshipProof',
  'authorisation',
  'msisdn',
  'confirmation',
  'point',
  'registeredAt',
  'contract',
  'serviceStart',
  'state',
  'serviceEnd',
] as const;

const WISH = {
  fields: ALL_FIELDS,
  numbers: 'all',
  purpose: 'inspection',
  ground: 'order-of-authority',
  recipient: 'Cục Viễn thông',
  reference: 'QĐ-12/2026',
  recipientKey: RECIPIENT.publicKey,
} as const;

const ROWS = 150;

const nothing = (): void => undefined;

/** A registry that a file was imported into, and what is asked of exports of it. */
const exportWorld = async (rows = ROWS, wrap?: (memory: MemoryTable) => Table) => {
  const world = importWorld();
  world.clock.set(REGISTRY_NOW);
  await world.openIndexes(undefined, 1_000);
  const file = [...generatedRows(rows, 11)];
  const importId = await world.send(
    { form: { format: 'ndjson' }, mode: 'legacy', kind: 'full' },
    ndjson(file),
  );
  await world.imports.beginImport(IMPORTER, importId);
  await world.workOff();
  const two = approvalsOf();
  const blobs = memoryBlobs();
  let die = nothing;
  const mortal: Blobs = {
    ...blobs,
    names: async function* names(prefix) {
      die();
      yield* blobs.names(prefix);
    },
    delete: async (name) => {
      die();
      await blobs.delete(name);
    },
  };
  const table = wrap === undefined ? world.memory : wrap(world.memory);
  const { indexKeyRing: _index, ...stands } = world.dependencies(table);
  const dependencies = { ...stands, blobs: mortal, sha256 };
  const door = {
    upload: async () => {
      throw new Error('nothing is brought');
    },
    download: async (url: string) => ({ method: 'GET', url, headers: {}, endsAt: 0 }) as const,
  };
  const exports = registryExports({ ...dependencies, approvals: two.approvals, door });
  const work = registryExporter(dependencies);
  const workOff = () => work({ deadlineMilliseconds: world.clock.now() + DAY });

  let seeds = 5_000;
  const ask = async (wish: Partial<Parameters<typeof exports.askExport>[1]> = {}): Promise<string> =>
    (await exports.askExport(OFFICER, { ...WISH, ...wish }, seedOf((seeds += 1)))).exportId;
  const released = async (wish: Partial<Parameters<typeof exports.askExport>[1]> = {}): Promise<string> => {
    const exportId = await ask(wish);
    await exports.releaseExport(OFFICER, exportId);
    two.agreeToAll();
    await exports.releaseExport(OFFICER, exportId);
    return exportId;
  };
  /** Fetches all parts, and opens them as the recipient. */
  const opened = async (exportId: string): Promise<string> => {
    const { known, parts } = await exports.showExport(OFFICER, exportId);
    const key = openExportKey(RECIPIENT, { tenant: TENANT, exportId }, known.sealedKey ?? new Uint8Array());
    if (key === undefined) throw new Error('the key does not open');
    const texts: string[] = [];
    for (const { part, sha256: hash, isLast } of parts) {
      const { download } = await exports.fetchExportPart(OFFICER, { exportId, part });
      const sealed = (await blobs.get(download.url))?.bytes ?? new Uint8Array();
      expect(toHex(sha256(sealed))).toBe(hash);
      const bytes = openPart(key, { of: 'export', tenant: TENANT, id: exportId, part, isLast }, sealed);
      if (bytes === undefined) throw new Error('a part does not open');
      texts.push(Buffer.from(bytes).toString());
    }
    expect(parts.map(({ isLast }) => isLast)).toEqual(parts.map((_, at) => at + 1 === parts.length));
    expect(known.digest).toBe(toHex(sha256(utf8(exportDigestText(parts)))));
    return texts.join('');
  };
  const eventsOf = (exportId: string) =>
    world.events().filter(({ resources }) => resources.some(({ uid }) => uid === exportId));
  /** Where the process dies, at a list or deletion of blobs, until something else is set. */
  const dying = (next = nothing): void => {
    die = next;
  };
  return { ...world, file, blobs, dying, two, exports, work, workOff, ask, released, opened, eventsOf };
};

/** Whether a transaction writes this down. */
const mentions = (writes: readonly Write[], text: string): boolean =>
  writes.some(
    (write) =>
      write.kind === 'put' &&
      Object.values(write.item).some(
        (value) => value instanceof Uint8Array && Buffer.from(value).includes(text),
      ),
  );

const namesIn = (value: object = {}): readonly string[] => Object.keys(value).toSorted();

const sorted = (text: string): readonly string[] => text.split('\n').filter(Boolean).toSorted();

const rowsOf = (text: string) => {
  const read = rowReader({ format: 'ndjson' });
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => read({ text: line }));
};

describe('an export of the registry', () => {
  it('is of every number once, as it was imported, for whoever has the other half of the key and for nobody else', async () => {
    const world = await exportWorld();
    const exportId = await world.released();
    expect(await world.workOff()).toMatchObject({ done: 1, remaining: false, faults: [] });
    const text = await world.opened(exportId);
    const rows = rowsOf(text);
    expect(rows.flatMap(({ misfits }) => misfits)).toEqual([]);
    expect(rows.map(({ row }) => JSON.stringify(row?.record.subscription.msisdn)).toSorted()).toEqual(
      world.file.map(({ record }) => JSON.stringify(record.subscription.msisdn)).toSorted(),
    );
    const byNumber = new Map(rows.map(({ row }) => [row?.record.subscription.msisdn, row]));
    // Where rows have one holder, the first of them says who it is.
    const first = world.file.find(({ record }) => record.subscription.ordinal === 1);
    expect(byNumber.get(first?.record.subscription.msisdn)).toEqual(first);
    const { known } = await world.exports.showExport(OFFICER, exportId);
    const stranger = boxKeyPair(systemRandom);
    const sealedKey = known.sealedKey ?? new Uint8Array();
    expect(openExportKey(stranger, { tenant: TENANT, exportId }, sealedKey)).toBeUndefined();
    expect(openExportKey(RECIPIENT, { tenant: 'other', exportId }, sealedKey)).toBeUndefined();
    expect(known.rows).toBe(ROWS);
    // Nobody here can open it any more.
    expect(world.items('registry-bulk').filter(({ key }) => key.partition.startsWith('EXK#'))).toEqual([]);
    expect(JSON.stringify(world.items('registry-bulk'))).not.toContain('Viễn thông');
  });

  it('has the fields and numbers that were released, and no other', async () => {
    const world = await exportWorld(120);
    const exportId = await world.released({ fields: ['name', 'msisdn'], numbers: 'live' });
    await world.workOff();
    const live = world.file.filter(({ record }) => record.subscription.state !== 'terminated');
    expect(live.length).toBeLessThan(world.file.length);
    const lines = sorted(await world.opened(exportId));
    expect(lines).toHaveLength(live.length);
    for (const line of lines) {
      const { holder, subscription } = JSON.parse(line) as Record<string, Record<string, object>>;
      const { guardian, representative, ...own } = holder ?? {};
      for (const party of [guardian, representative])
        expect(['', 'name']).toContain(namesIn(party).join(' '));
      expect(namesIn(own).filter((name) => !['kind', 'representedBy', 'name'].includes(name))).toEqual([]);
      expect(namesIn(subscription).filter((name) => name !== 'user')).toEqual(
        ['channel', 'msisdn', 'ordinal', 'payment', 'use'].filter((name) => name in (subscription ?? {})),
      );
    }
  });

  it('leaves out whom a mark closes it for, where the law does not demand them', async () => {
    const world = await exportWorld(20);
    const [someone] = await numbersOf(world);
    const personId = someone?.personId ?? '';
    await world.memory.write({
      kind: 'update',
      key: personItemKey(TENANT, personId),
      set: { marks: ['objected'] },
    });
    const theirs = (await numbersOf(world)).filter((number) => number.personId === personId).length;
    for (const [purpose, rows] of [
      ['inspection', 20],
      ['reconciliation', 20 - theirs],
    ] as const) {
      const exportId = await world.released({ purpose });
      await world.workOff();
      expect(sorted(await world.opened(exportId))).toHaveLength(rows);
      const read = world
        .eventsOf(exportId)
        .some(({ resources }) => resources.some(({ uid }) => uid === personId));
      expect(read).toBe(purpose === 'inspection');
    }
  });

  it('reads nobody for whom a mark closes it while their page is put on record', async () => {
    const staged = stagedTable();
    const world = await exportWorld(20, staged.wrapTable);
    const [someone] = await numbersOf(world);
    const personId = someone?.personId ?? '';
    const theirs = (await numbersOf(world)).filter((number) => number.personId === personId).length;
    const mark = () =>
      world.memory.write({
        kind: 'update',
        key: personItemKey(TENANT, personId),
        set: { marks: ['restricted'] },
        add: { version: 1 },
      });
    const readOf = async (exportId: string): Promise<{ readonly rows: number; readonly isRead: boolean }> => {
      await world.workOff();
      const reads = world
        .eventsOf(exportId)
        .filter(({ unmapped }) => (unmapped as { readonly change?: string }).change === 'read');
      return {
        rows: sorted(await world.opened(exportId)).length,
        isRead: reads.some(({ resources }) => resources.some(({ uid }) => uid === personId)),
      };
    };
    // Of a purpose that no mark closes it is read on.
    const demanded = await world.released({ purpose: 'inspection' });
    staged.inBetween(mark, (writes) => mentions(writes, personId));
    expect(await readOf(demanded)).toEqual({ rows: 20, isRead: true });

    await world.memory.write({
      kind: 'update',
      key: personItemKey(TENANT, personId),
      set: { marks: [] },
      add: { version: 1 },
    });
    const exportId = await world.released({ purpose: 'reconciliation' });
    staged.inBetween(mark, (writes) => mentions(writes, personId));
    expect(await readOf(exportId)).toEqual({ rows: 20 - theirs, isRead: false });
  });

  it('is shown with its parts page by page, and a part is fetched without looking at others', async () => {
    const queried: string[] = [];
    const world = await exportWorld(5, (memory) => ({
      ...memory,
      query: (range) => {
        queried.push(range.partition);
        return memory.query(range);
      },
    }));
    const exportId = await world.released();
    await world.workOff();
    const [first] = (await world.exports.showExport(OFFICER, exportId)).parts;
    if (first === undefined) throw new Error('no part');
    const parts = Array.from({ length: 250 }, (_, i) => ({ ...first, part: i + 1, isLast: i === 249 }));
    const store = exportParts(world.memory);
    for (const part of parts.slice(1))
      await world.memory.write(
        store.putWrite({ tenant: TENANT, exportId }, part, REGISTRY_NOW) as Extract<Write, { kind: 'put' }>,
      );
    const shown = await world.exports.showExport(OFFICER, exportId);
    expect([shown.parts.length, shown.next]).toEqual([100, 100]);
    const seen: number[] = [];
    let after: number | undefined = 0;
    do {
      const page: { readonly parts: readonly { readonly part: number }[]; readonly next?: number } =
        await world.exports.showExport(OFFICER, exportId, { limit: 60, after });
      expect(page.parts.length).toBeLessThanOrEqual(60);
      seen.push(...page.parts.map(({ part }) => part));
      after = page.next;
    } while (after !== undefined);
    expect(seen).toEqual(parts.map(({ part }) => part));
    queried.length = 0;
    await world.exports.fetchExportPart(OFFICER, { exportId, part: 200 });
    expect(queried).toEqual([]);
  });

  it('is released by two people, to all of its words, and only to whoever asked', async () => {
    const world = await exportWorld(5);
    const exportId = await world.ask();
    expect(await world.exports.releaseExport(OFFICER, exportId)).toMatchObject({ state: 'pending' });
    expect(await world.workOff()).toMatchObject({ done: 0 });
    expect(world.two.asked()).toMatchObject([
      {
        action: 'registry.export',
        terms: {
          exportId,
          recipient: WISH.recipient,
          reference: WISH.reference,
          recipientKey: Buffer.from(RECIPIENT.publicKey).toString('base64url'),
          purpose: WISH.purpose,
          ground: WISH.ground,
          numbers: 'all',
          fields: ALL_FIELDS,
        },
      },
    ]);
    const other = staff('privacy-2', 'privacy-officer');
    expect(await refusalOf(world.exports.releaseExport(other, exportId))).toBe('EXPORT.NOT_YOURS');
    world.two.agreeToAll();
    const once = await world.exports.releaseExport(OFFICER, exportId);
    expect(once).toMatchObject({ state: 'released' });
    expect(await world.exports.releaseExport(OFFICER, exportId)).toEqual(once);
    expect(await refusalOf(world.exports.fetchExportPart(OFFICER, { exportId, part: 1 }))).toBe(
      'EXPORT.STATE_NOT_ALLOWED',
    );
    await world.workOff();
    expect(await refusalOf(world.exports.fetchExportPart(other, { exportId, part: 1 }))).toBe(
      'EXPORT.NOT_YOURS',
    );
    expect(await refusalOf(world.exports.fetchExportPart(OFFICER, { exportId, part: 2 }))).toBe(
      'EXPORT.PART_UNKNOWN',
    );
    const small = new Uint8Array(32);
    for (const recipientKey of [small, new Uint8Array(31)])
      expect(await refusalOf(world.ask({ recipientKey }))).toBe('EXPORT.RECIPIENT_KEY_UNFIT');
    expect(await refusalOf(world.exports.showExport(OFFICER, '0'.repeat(32)))).toBe('EXPORT.UNKNOWN');
  });

  it('has on record who asked, who is read, and what was handed over by its hash', async () => {
    const world = await exportWorld(60);
    const exportId = await world.released();
    await world.workOff();
    await world.opened(exportId);
    const events = world.eventsOf(exportId);
    const changes = events.map(({ unmapped }) => (unmapped as { readonly change?: string }).change);
    expect([...new Set(changes)]).toEqual([
      'registered',
      'asked',
      'released',
      'read',
      'part',
      'done',
      'shown',
      'handed-over',
    ]);
    const people = new Set(
      events.flatMap(({ resources }) =>
        resources.filter(({ type }) => type === 'subscriber').map(({ uid }) => uid),
      ),
    );
    expect(people).toEqual(new Set((await numbersOf(world)).map(({ personId }) => personId)));
    const { parts, known } = await world.exports.showExport(OFFICER, exportId);
    const hashes = events.flatMap(({ resources }) =>
      resources.filter(({ type }) => type === 'sha-256').map(({ uid }) => uid),
    );
    expect(new Set(hashes)).toEqual(new Set([...parts.map(({ sha256: hash }) => hash), known.digest]));
  });

  it('goes on where it was killed, and has every number once', async () => {
    const staged = stagedTable();
    const world = await exportWorld(ROWS, staged.wrapTable);
    const exportId = await world.released();
    let transactions = 0;
    staged.stage(async (commit) => {
      transactions += 1;
      if (transactions % 37 !== 0) return commit();
      if (transactions % 74 === 0) await commit();
      throw new OutcomeUnknown('killed');
    });
    let runs = 0;
    for (let isDone = false; !isDone && runs < 200; runs += 1) {
      // The clock goes on by one whenever it is looked at, so there are several parts.
      const { done } = await world.work({ deadlineMilliseconds: world.clock.now() + 90 });
      isDone = done === 1;
    }
    staged.stage();
    expect(runs).toBeGreaterThan(3);
    const { parts } = await world.exports.showExport(OFFICER, exportId);
    expect(parts.length).toBeGreaterThan(2);
    expect(
      rowsOf(await world.opened(exportId))
        .map(({ row }) => String(row?.record.subscription.msisdn))
        .toSorted(),
    ).toEqual(world.file.map(({ record }) => String(record.subscription.msisdn)).toSorted());
  });

  it('opens nobody once it is cancelled, also amid a part', async () => {
    const staged = stagedTable();
    const world = await exportWorld(20, staged.wrapTable);
    const exportId = await world.released();
    let reads = 0;
    staged.stage(async (commit) => {
      reads += 1;
      if (reads !== 3) return commit();
      staged.stage();
      await world.exports.cancelExport(OFFICER, exportId);
      return commit();
    });
    await world.workOff();
    const changes = world
      .eventsOf(exportId)
      .map(({ unmapped }) => (unmapped as { readonly change?: string }).change);
    expect(changes.filter((change) => change === 'read')).toHaveLength(2);
    expect(changes.at(-1)).toBe('cancelled');
  });

  it('leaves nothing of what was written once it is cancelled, or was there for a week, nor where nobody agreed', async () => {
    const world = await exportWorld(20);
    const [asked, cancelled, expired] = [await world.ask(), await world.released(), await world.released()];
    world.clock.advance(2 * DAY);
    await world.workOff();
    const names = (): number =>
      [...world.blobs.stored.keys()].filter((name) => name.startsWith('exports/')).length;
    expect(names()).toBe(2);
    await world.exports.cancelExport(OFFICER, cancelled);
    const again = await world.exports.cancelExport(OFFICER, cancelled);
    expect(again.receipt).toEqual((await world.exports.showExport(OFFICER, cancelled)).known.last);
    expect(names()).toBe(1);
    const { fetchedUntil = 0 } = (await world.exports.showExport(OFFICER, expired)).known;
    world.clock.set(fetchedUntil - HOUR);
    expect(await world.workOff()).toMatchObject({ expired: 1 });
    expect(names()).toBe(1);
    world.clock.set(fetchedUntil);
    expect(await refusalOf(world.exports.fetchExportPart(OFFICER, { exportId: expired, part: 1 }))).toBe(
      'EXPORT.STATE_NOT_ALLOWED',
    );
    expect(await world.workOff()).toMatchObject({ expired: 1 });
    expect(names()).toBe(0);
    for (const [exportId, state] of [
      [cancelled, 'cancelled'],
      [expired, 'expired'],
      [asked, 'expired'],
    ] as const) {
      expect((await world.exports.showExport(OFFICER, exportId)).known.state).toBe(state);
      expect(await refusalOf(world.exports.releaseExport(OFFICER, exportId))).toBe(
        'EXPORT.STATE_NOT_ALLOWED',
      );
    }
    // What leads to them goes last, when nothing that was on its way can come any more.
    world.clock.advance(HOUR);
    await world.workOff();
    expect(world.items('registry-bulk').filter(({ key }) => key.partition === 'EXO')).toEqual([]);
  });

  it('leaves nothing of it either where whoever cancelled it was killed, or the worker, or a part was on its way', async () => {
    for (let dies = 0; ; dies += 1) {
      const world = await exportWorld(20);
      const exportId = await world.released();
      await world.workOff();
      const [name = ''] = [...world.blobs.stored.keys()];
      let [left, isKilled] = [dies, false];
      const die = (): void => {
        left -= 1;
        isKilled ||= left === -1;
        if (left === -1) throw new StoreUnavailable('killed');
      };
      world.dying(die);
      await world.exports.cancelExport(OFFICER, exportId).catch(() => undefined);
      await world.workOff();
      world.dying();
      await world.workOff();
      expect(world.blobs.stored.size).toBe(0);
      await world.blobs.putIfAbsent(name.replace('000001', '000002'), new Uint8Array(9));
      world.clock.advance(15 * 60_000);
      await world.workOff();
      expect(world.blobs.stored.size).toBe(0);
      expect(world.items('registry-bulk').filter(({ key }) => key.partition === 'EXO')).toEqual([]);
      if (!isKilled) break;
    }
  });

  it('is written in turn with others, behind the end of what is over', async () => {
    const world = await exportWorld(ROWS);
    const over = await world.ask();
    world.clock.advance(9 * DAY);
    const running = [await world.released(), await world.released(), await world.released()];
    // The clock goes on by one whenever it is looked at, so time is over before any is written.
    const worked = await world.work({ deadlineMilliseconds: world.clock.now() + 150 });
    expect(worked).toMatchObject({ done: 0, expired: 1, remaining: true, faults: [] });
    expect((await world.exports.showExport(OFFICER, over)).known.state).toBe('expired');
    for (const exportId of running) {
      const { known } = await world.exports.showExport(OFFICER, exportId);
      expect([known.state, known.parts > 0]).toEqual(['running', true]);
    }
    expect(await world.workOff()).toMatchObject({ done: 3, remaining: false });
    for (const exportId of running) expect(sorted(await world.opened(exportId))).toHaveLength(ROWS);
  });
});
