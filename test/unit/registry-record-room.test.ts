import { itemBytes, type Attribute, type Item, type Key } from '@temkin/storage';
import type { ImportRow } from '@temkin/subscriber/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toStoredItem } from '../../packages/runtimes/dynamodb/src/stored-item.ts';
import { recordBytes } from '../../packages/capabilities/subscriber/src/domain/record/record-room.ts';
import { subscriptionBytes } from '../../packages/capabilities/subscriber/src/store/record-size.ts';
import { isSubscriptionTooLarge } from '../../packages/capabilities/subscriber/src/usecases/record-room.ts';
import { csv, ndjson } from '../support/import-files.ts';
import { bring, citizens, openWorld, planOf, withFields } from './import-runs.ts';
import { numbersOf, type ImportWorld } from './import-world.ts';
import { beginning, registryWorld, REGISTRAR, seedOf, TENANT } from './registry-world.ts';

/** What DynamoDB takes of one item. */
const STORE_BYTES = 400 * 1_024;

const [{ value: MOST } = { value: 0 }] = recordBytes;

type Wire = ReturnType<typeof toStoredItem>[string];

/** The size of a value in its wire form ("Item sizes and formats" of the DynamoDB developer guide), numbers as long as they get. */
const wireBytes = (value: Wire): number => {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.B !== undefined) return value.B.length;
  if (value.N !== undefined) return 21;
  if (value.L !== undefined) return value.L.reduce((sum, one) => sum + 1 + wireBytes(one), 3);
  if (value.M !== undefined) return Object.values(value.M).length + 3 + allBytes(value.M);
  return 1;
};

const allBytes = (named: Readonly<Record<string, Wire>>): number =>
  Object.entries(named).reduce((sum, [name, one]) => sum + Buffer.byteLength(name) + wireBytes(one), 0);

const storedBytes = ({ key, item }: { readonly key: Key; readonly item: Item }): number =>
  allBytes(toStoredItem(key, item));

const records = (world: Pick<ImportWorld, 'items'>): readonly number[] =>
  world.items('subscribers').map((one) => storedBytes(one));

/** What a document prints besides, of about so many bytes. */
const printed = (bytes: number) => ({
  kind: 'identity-card' as const,
  issuedOn: '2024-07-01',
  other: { Ghi: 'ệ'.repeat(Math.floor(bytes / 3)) },
});

describe('the size of an item', () => {
  const attribute: fc.Memo<Attribute> = fc.memo((depth) => {
    const leaf = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.uint8Array());
    return depth <= 1
      ? leaf
      : fc.oneof(
          leaf,
          fc.array(attribute(depth - 1), { maxLength: 4 }),
          fc.dictionary(fc.string(), attribute(depth - 1), { maxKeys: 4 }),
        );
  });

  it('is what a store counts of it', () => {
    const names = fc
      .string({ minLength: 1 })
      .filter((name) => name !== 'pk' && name !== 'sk' && name !== '__proto__');
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.dictionary(names, attribute(3)), (partition, sort, item) => {
        const key: Key = { table: 'subscribers', partition, sort };
        expect(itemBytes(key, item)).toBe(storedBytes({ key, item }));
      }),
    );
  });
});

/** A document with as much as one may print, in texts that a CSV file has in one byte each and a record in six. */
const MUCH = {
  kind: 'identity-card' as const,
  issuedOn: '2024-07-01',
  other: Object.fromEntries(
    Array.from({ length: 40 }, (_, at) => [`${at}${'ệ'.repeat(180)}`, '\u0001'.repeat(500)]),
  ),
};

/** Brings rows as CSV, and answers by which codes and where they were rejected. */
const rejectsOfCsv = async (world: ImportWorld, kind: 'full' | 'delta', ...rows: readonly ImportRow[]) => {
  const { columns, text } = csv(rows);
  const done = await bring(world, { form: { format: 'csv', columns }, mode: 'legacy', kind }, text);
  expect(done.state).toBe('done');
  return done.rejects;
};

const TOO_LARGE = [{ code: 'record-too-large', pointer: '/holder' }];

describe('rows that no record has room for', () => {
  it('are rejected one by one, and the others come in', async () => {
    const world = await openWorld();
    const [first, second, third] = citizens(3, 7);
    if (first === undefined || second === undefined || third === undefined) throw new Error('no rows');
    const { name, birthDate } = first.record.holder;
    const party = { name, birthDate, document: MUCH };
    const much = { document: MUCH, guardian: party, representative: party };
    expect(await rejectsOfCsv(world, 'full', first, withFields(second, much), third)).toEqual([
      { row: 3, faults: TOO_LARGE },
    ]);
    expect(await numbersOf(world)).toHaveLength(2);
  });

  it('are rejected of a delta too, where what is there leaves no room for them', async () => {
    const world = await openWorld();
    const [row] = citizens(2, 7);
    if (row === undefined) throw new Error('no rows');
    await bring(world, planOf('full', 'legacy'), ndjson([row]));
    const { name, birthDate } = row.record.holder;
    const party = { name, birthDate, document: MUCH };
    const said = [
      { document: MUCH },
      { document: MUCH, guardian: party },
      { document: MUCH, guardian: party, representative: party },
      { document: MUCH, guardian: party, representative: { name: 'Trần Thị Thay' } },
    ].map((holder) => withFields(row, holder));
    const rejects: unknown[] = [];
    for (const one of said) rejects.push(await rejectsOfCsv(world, 'delta', one));
    expect(rejects).toEqual([[], [], [{ row: 2, faults: TOO_LARGE }], []]);
    expect(Math.max(...records(world))).toBeGreaterThan(STORE_BYTES / 2);
    expect(Math.max(...records(world))).toBeLessThanOrEqual(MOST);
  });
});

/** A field of so many bytes. */
const pointOf = (bytes: number) => ({ sealed: { point: new Uint8Array(bytes) } });

describe('a number', () => {
  it('has no room for more than a store takes either, wrong as it may be', () => {
    const at = Date.parse('2026-11-23T00:00:00Z');
    const number = {
      personId: 'person',
      subscriptionId: 'subscription',
      clear: { use: 'person', payment: 'prepaid', ordinal: 1 },
      standing: { state: 'active', holds: [] },
      sealed: { point: new Uint8Array(100) },
      recordedAt: at,
      version: 1,
    } as const;
    const room = MOST - subscriptionBytes(TENANT, { ...number, sealed: { point: new Uint8Array() } });
    expect(isSubscriptionTooLarge(TENANT, at, { ...number, ...pointOf(room) })).toBe(false);
    expect(isSubscriptionTooLarge(TENANT, at, { ...number, ...pointOf(room + 1) })).toBe(true);
    expect(isSubscriptionTooLarge(TENANT, at, number, pointOf(room))).toBe(false);
    expect(isSubscriptionTooLarge(TENANT, at, number, pointOf(room + 1))).toBe(true);
    expect(isSubscriptionTooLarge(TENANT, at, { ...number, ...pointOf(room + 9) }, pointOf(room + 8))).toBe(
      false,
    );
    const defects = [{ code: 'malformed-field', pointer: '/subscription/point', grade: 'moderate' }] as const;
    const imported = { importId: 'import', defects };
    expect(isSubscriptionTooLarge(TENANT, at, number, { ...pointOf(room), imported })).toBe(true);
  });
});

describe('an amendment', () => {
  it('is refused exactly where the record has no room for it, whatever is amended and however often', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            field: fc.constantFrom('document', 'guardian', 'representative'),
            bytes: fc.integer({ min: 100_000, max: 200_000 }),
          }),
          { minLength: 2, maxLength: 6 },
        ),
        async (amendments) => {
          const world = registryWorld();
          await world.openIndexes();
          const { personId } = await world.registry.newPerson(
            REGISTRAR,
            {
              holder: { kind: 'citizen', name: 'Nguyễn Thị Lớn', birthDate: '1990-01-02' },
              number: beginning('+84987654321'),
            },
            seedOf(1),
          );
          const kept = new Map<string, number>();
          for (const { field, bytes } of amendments) {
            const document = printed(bytes);
            const holder = field === 'document' ? { document } : { [field]: { document } };
            const amended = await world.registry.amendPerson(REGISTRAR, { personId, holder }).then(
              () => 'amended',
              (error: unknown) => (error as { readonly code?: string }).code ?? 'fault',
            );
            const others = [...kept]
              .filter(([name]) => name !== field)
              .reduce((sum, [, size]) => sum + size, 0);
            // Texts are padded, and the rest of the record is small: within that either may be.
            const isClose = others + bytes <= MOST && others + bytes >= MOST - 4_000;
            const expected = others + bytes > MOST ? 'SUBSCRIBER.RECORD_TOO_LARGE' : 'amended';
            expect(amended).toBe(isClose ? amended : expected);
            if (amended === 'amended') kept.set(field, bytes);
            expect(Math.max(...records(world))).toBeLessThanOrEqual(MOST);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('has room to the last byte that the policy has, and shrinks a record that is larger', async () => {
    const world = registryWorld();
    await world.openIndexes();
    const { personId } = await world.registry.newPerson(
      REGISTRAR,
      { holder: { kind: 'citizen', name: 'Nguyễn Thị Lớn', birthDate: '1990-01-02' } },
      seedOf(1),
    );
    const amend = (bytes: number) =>
      world.registry
        .amendPerson(REGISTRAR, {
          personId,
          holder: { document: { kind: 'identity-card', other: { Ghi: 'x'.repeat(bytes) } } },
        })
        .then(
          () => 'amended',
          (error: unknown) => (error as { readonly code?: string }).code ?? 'fault',
        );
    let [low, high] = [300_000, 400_000];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if ((await amend(middle)) === 'amended') low = middle;
      else high = middle;
    }
    expect(await amend(low)).toBe('amended');
    // A text is padded to 32 bytes: no more than that is left.
    expect(MOST - Math.max(...records(world))).toBeLessThan(32);
    expect(Math.max(...records(world))).toBeLessThanOrEqual(MOST);
    expect(await amend(low + 1)).toBe('SUBSCRIBER.RECORD_TOO_LARGE');

    const grown = world.items('subscribers').find(({ item }) => item.kind === 'citizen');
    if (grown === undefined) throw new Error('nobody is there');
    const fields = grown.item.fields as Readonly<Record<string, Uint8Array>>;
    await world.memory.write({
      kind: 'put',
      key: grown.key,
      item: { ...grown.item, fields: { ...fields, nothing: new Uint8Array(9_000) } },
    });
    expect(await amend(low - 1_000)).toBe('amended');
    expect(await amend(low - 500)).toBe('SUBSCRIBER.RECORD_TOO_LARGE');
  });
});
