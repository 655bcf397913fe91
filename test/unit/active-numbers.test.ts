import { describe, expect, it } from 'vitest';
import { poolNumbers } from '../../packages/capabilities/caller-id/src/store/pool-numbers.ts';
import { activeNumbers } from '../../packages/capabilities/caller-id/src/usecases/free-number.ts';
import { memoryTable } from '../support/memory-table.ts';

const NAMES = { brandName: 'DEMO', displayName: 'Demo', longName: 'Demo' };

/** A pool of numbers in order, of which the first so many are retired. */
const poolOf = async ({ retired, active }: { readonly retired: number; readonly active: number }) => {
  const numbers = poolNumbers(memoryTable());
  for (let i = 0; i < retired + active; i++)
    await numbers.provision('demo', {
      ...NAMES,
      number: `+8424${String(71_000_000 + i)}`,
      numberId: String(i).padStart(32, '0'),
      state: i < retired ? 'retired' : 'active',
      addedAt: 0,
    });
  return numbers;
};

describe('the numbers that a company calls from', () => {
  it('are found behind however many that were retired', async () => {
    const numbers = await poolOf({ retired: 101, active: 1 });
    expect(await activeNumbers({ numbers }, 'demo')).toMatchObject([{ number: '+842471000101' }]);
  });

  it('are a hundred at most', async () => {
    const numbers = await poolOf({ retired: 1, active: 150 });
    expect(await activeNumbers({ numbers }, 'demo')).toHaveLength(100);
  });
});
