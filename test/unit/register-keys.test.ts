import { cryptoReady, keyRing, keyWrap } from '@temkin/crypto';
import { systemRandom } from '@temkin/kernel';
import { partsOf, tableWrappedKeys, type Table } from '@temkin/storage';
import { beforeAll, describe, expect, it } from 'vitest';
import { registerKeys } from '../../packages/capabilities/caller-id/src/store/register-keys.ts';
import { eachWrite } from '../support/each-write.ts';
import { memoryRootKey } from '../support/memory-root-key.ts';
import { memoryTable } from '../support/memory-table.ts';
import { testClock } from '../support/test-clock.ts';

beforeAll(() => cryptoReady);

const YEAR = 366 * 86_400_000;

/** The registers of a company whose keys lie in a table, the way several processes see them. */
const world = (wrapTable: (table: Table) => Table = (table) => table) => {
  const memory = memoryTable();
  const table = wrapTable(memory);
  const clock = testClock(Date.UTC(2026, 10, 22));
  const rootKey = memoryRootKey();
  const process = () => {
    const wrappedKeys = tableWrappedKeys(memory, clock);
    const ring = keyRing({ rootKey, wrappedKeys, clock, random: systemRandom, epochs: 'shared' });
    const keys = keyWrap(ring, 'call-register', systemRandom);
    return registerKeys({ table, keys, random: systemRandom });
  };
  const kept = (): number =>
    memory
      .items()
      .filter(({ key }) => key.table === 'calls' && partsOf('calls', 'registerKey', key) !== undefined)
      .length;
  return { clock, process, kept };
};

describe('the key of a register', () => {
  it('is made once, is the same for all processes, and in any later year', async () => {
    const { clock, process, kept } = world();
    const keys = await Promise.all(
      Array.from({ length: 5 }, () => process().findOrMake('demo', 'staff-number')),
    );
    clock.advance(3 * YEAR);
    const [first] = keys;
    expect(new Set([...keys, await process().find('demo', 'staff-number')].map(String))).toEqual(
      new Set([String(first)]),
    );
    expect([first?.length, kept()]).toEqual([32, 1]);
  });

  it('is another for each register and each company, and none where nothing was registered', async () => {
    const { process } = world();
    const { find, findOrMake } = process();
    expect(await find('demo', 'staff-number')).toBeUndefined();
    const keys = [
      await findOrMake('demo', 'staff-number'),
      await findOrMake('demo', 'collection-account'),
      await findOrMake('other', 'staff-number'),
    ];
    expect(new Set(keys.map(String)).size).toBe(3);
  });

  it('is told to nobody whose write is not known to have been made, and is then the one that is kept', async () => {
    const writes = eachWrite();
    const tried = await writes.failsInTurn(async ({ during, isApplied }) => {
      const { process, kept } = world(writes.wrapTable);
      const told = await during(() => process().findOrMake('demo', 'staff-number')).catch(() => undefined);
      expect(kept()).toBe(told !== undefined || isApplied ? 1 : 0);
      const key = await process().findOrMake('demo', 'staff-number');
      expect([told ?? key, await process().find('demo', 'staff-number'), kept()]).toEqual([key, key, 1]);
    });
    expect(tried).toBe(1);
  });
});
