import { boxKeyPair } from '@temkin/crypto';
import { systemRandom } from '@temkin/kernel';
import type { Write } from '@temkin/storage';
import { openExportKey } from '@temkin/subscriber/domain';
import { describe, expect, it } from 'vitest';
import { exportParts } from '../../packages/capabilities/subscriber/src/store/export-parts.ts';
import { personItemKey } from '../../packages/capabilities/subscriber/src/store/record-item.ts';
import { REGISTRY_NOW } from '../support/generated-registry.ts';
import { stagedTable } from '../support/staged-table.ts';
import { ALL_FIELDS, exportWorld, RECIPIENT, ROWS, rowsOf, sorted, WISH } from './export-world.ts';
import { numbersOf } from './import-world.ts';
import { TENANT } from './registry-world.ts';
import { OFFICER, refusalOf, staff } from './rights-world.ts';

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

/** When holders were verified, in order; 0 where nobody says. */
const instants = (rows: readonly ({ readonly verifiedAt?: number } | undefined)[]): readonly number[] =>
  rows.map((row) => row?.verifiedAt ?? 0).toSorted((a, b) => a - b);

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
      const { holder, subscription, ...beside } = JSON.parse(line) as Record<string, Record<string, object>>;
      expect(beside).toEqual({});
      const { guardian, representative, ...own } = holder ?? {};
      for (const party of [guardian, representative])
        expect(['', 'name']).toContain(namesIn(party).join(' '));
      expect(namesIn(own).filter((name) => !['kind', 'representedBy', 'name'].includes(name))).toEqual([]);
      expect(namesIn(subscription).filter((name) => name !== 'user')).toEqual(
        ['channel', 'msisdn', 'ordinal', 'payment', 'use'].filter((name) => name in (subscription ?? {})),
      );
    }
  });

  it('says when holders were verified where that was released', async () => {
    const world = await exportWorld(20);
    const exportId = await world.released({ fields: ['msisdn', 'verifiedAt'] });
    await world.workOff();
    const exported = instants(rowsOf(await world.opened(exportId)).map(({ row }) => row));
    expect(exported).toEqual(instants(world.file));
    expect(exported.at(-1)).toBeGreaterThan(0);
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
});
