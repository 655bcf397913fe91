import type { ImportRow } from '@temkin/subscriber/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ndjson } from '../support/import-files.ts';
import { bring, citizens, openWorld, planOf, recordsOf, withFields } from './import-runs.ts';
import { numbersOf, type ImportWorld } from './import-world.ts';
import { numberOf } from './registry-world.ts';

const HOLDERS = citizens(3);

/** The nth number of a holder. */
const numberRow = (holder: number, n: number): ImportRow => {
  const row = HOLDERS[holder];
  if (row === undefined) throw new Error('no holder');
  return withFields(row, {}, { msisdn: numberOf(5_000 + holder * 10 + n), ordinal: n + 1 });
};

/** Numbers of each holder that the registry has before. */
const NUMBERS = 3;

const HELD = HOLDERS.flatMap((_, holder) => Array.from({ length: NUMBERS }, (__, n) => numberRow(holder, n)));

const OTHER_NAME = 'Trần Thị Đổi';

const named = (row: ImportRow, name: string): ImportRow => withFields(row, { name });

/** The numbers of each holder. */
const holdersOf = async (world: ImportWorld): Promise<readonly string[]> => {
  const numbers = new Map<string, string[]>();
  for (const { personId, msisdn } of await numbersOf(world))
    numbers.set(personId, [...(numbers.get(personId) ?? []), msisdn]);
  return [...numbers.values()].map((own) => own.toSorted().join(' ')).toSorted();
};

/** What a delta came to: counts, rejects, records by number, and which numbers have one holder. */
const cameTo = async (told: readonly ImportRow[], rowsOfPart: number) => {
  const world = await openWorld();
  await bring(world, planOf('full'), ndjson(HELD));
  const { state, counts, rejects } = await bring(world, planOf('delta'), ndjson(told), rowsOfPart);
  return { state, counts, rejects, records: await recordsOf(world), holders: await holdersOf(world) };
};

const nameOf = ({ records }: Awaited<ReturnType<typeof cameTo>>, row: ImportRow): string | undefined =>
  records.get(row.record.subscription.msisdn ?? '')?.record.holder.name;

const [first, second, third] = [0, 1, 2].map((n) => numberRow(0, n)) as [ImportRow, ImportRow, ImportRow];

describe('of two rows of a delta that say different things of one holder the later counts', () => {
  it.each([
    ['within a transaction', 10],
    ['in different parts', 1],
  ])('%s', async (_, rowsOfPart) => {
    const was = first.record.holder.name ?? '';
    const there = await cameTo([named(first, OTHER_NAME), second], rowsOfPart);
    expect([nameOf(there, first), there.counts]).toMatchObject([was, { amended: 2, unchanged: 0 }]);
    const back = await cameTo([first, named(second, OTHER_NAME)], rowsOfPart);
    expect([nameOf(back, first), back.counts]).toMatchObject([OTHER_NAME, { amended: 1, unchanged: 1 }]);
    const stays = await cameTo([named(first, OTHER_NAME), named(second, OTHER_NAME), third], rowsOfPart);
    expect([nameOf(stays, first), stays.counts]).toMatchObject([was, { amended: 2, unchanged: 1 }]);
  });
});

describe('a delta', () => {
  it('comes to the same end and the same counts, however its rows are cut into transactions', async () => {
    const names = HOLDERS.map(({ record }) => record.holder.name ?? '');
    const row = fc
      .record({
        holder: fc.nat(HOLDERS.length - 1),
        n: fc.nat(NUMBERS + 1),
        name: fc.constantFrom('own', OTHER_NAME, 'Lê Thị Khác', '12'),
        communeCode: fc.constantFrom('own', '00004', '00008'),
      })
      .map(({ holder, n, name, communeCode }) =>
        withFields(numberRow(holder, n), {
          name: name === 'own' ? names[holder] : name,
          ...(communeCode !== 'own' && { address: { printed: 'Số 1 phố Đội Cấn', communeCode } }),
        }),
      );
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 2, maxLength: 12 }),
        fc.constantFrom(2, 3, 5, 12),
        async (told, rowsOfPart) => {
          const oneByOne = await cameTo(told, 1);
          expect(oneByOne.state).toBe('done');
          expect(await cameTo(told, rowsOfPart)).toEqual(oneByOne);
        },
      ),
      { numRuns: 25 },
    );
  }, 120_000);
});
