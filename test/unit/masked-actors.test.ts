import { cryptoReady, keyRing, keyWrap } from '@temkin/crypto';
import { systemRandom } from '@temkin/kernel';
import { tableWrappedKeys } from '@temkin/storage';
import { actorPseudonyms } from '@temkin/audit';
import { beforeAll, describe, expect, it } from 'vitest';
import { findActor } from '../../packages/capabilities/audit/src/store/find-actor.ts';
import {
  maskedActors,
  type Principals,
} from '../../packages/capabilities/audit/src/usecases/masked-actors.ts';
import { memoryRootKey } from '../support/memory-root-key.ts';
import { memoryTable } from '../support/memory-table.ts';
import { testClock } from '../support/test-clock.ts';

await cryptoReady;

const NOW = Date.parse('2026-11-23T01:00:00Z');
const YEAR = 366 * 86_400_000;
const clock = testClock(NOW);
const table = memoryTable();
const ring = keyRing({
  rootKey: memoryRootKey(),
  wrappedKeys: tableWrappedKeys(table, clock),
  clock,
  random: systemRandom,
  epochs: 'shared',
});
const wrap = keyWrap(ring, 'pseudonym', systemRandom);
const pseudonyms = actorPseudonyms({ table, keyWrap: wrap, random: systemRandom });

/** More than two pages, in order of id. */
const STAFF = Array.from({ length: 205 }, (_, at) => `staff-${String(at).padStart(3, '0')}`);

const principals: Principals = {
  page: async (_tenant, { limit, after = '' }) => {
    const rest = STAFF.filter((id) => id > after);
    const page = rest.slice(0, limit).map((id) => ({
      id,
      kind: 'staff' as const,
      roles: ['support' as const],
      status: 'active' as const,
      recordId: `record-${id}`,
    }));
    const last = page.at(-1);
    return { principals: page, ...(rest.length > limit && last !== undefined && { next: last.id }) };
  },
};

const actors = maskedActors({
  principals,
  ownActors: ['@itself'],
  findActor: findActor({ table, keyWrap: wrap }),
});

const find = async (pseudonym: string): Promise<string | undefined> =>
  (await actors.find('demo', pseudonym, NOW))?.id;

const givenYearsAgo = (years: number): Promise<string> =>
  pseudonyms.of('demo', 'staff-150', NOW - years * YEAR);

const keysMade = (): number => table.items().filter(({ key }) => key.table === 'pseudonyms').length;

beforeAll(async () => {
  for (const id of [...STAFF, '@itself']) await pseudonyms.of('demo', id, NOW);
});

describe('whom a pseudonym means', () => {
  it('is found for the first, the last and everybody between, and for the system itself', async () => {
    for (const id of ['@itself', ...STAFF.filter((_, at) => at % 34 === 0)])
      expect(await find(await pseudonyms.of('demo', id, NOW))).toBe(id);
  });

  it('is found by the name of a record, too', async () => {
    expect(await find('record-staff-204')).toBe('staff-204');
  });

  it('is found nine years back, and not ten', async () => {
    expect(await find(await givenYearsAgo(9))).toBe('staff-150');
    expect(await find(await givenYearsAgo(10))).toBeUndefined();
  });

  it('is nobody where it is of another tenant or of none, and asking makes no key', async () => {
    const theirs = await pseudonyms.of('other', 'staff-000', NOW);
    const before = keysMade();
    expect(await find(theirs)).toBeUndefined();
    expect(await find('A'.repeat(22))).toBeUndefined();
    expect(keysMade()).toBe(before);
  });
});
