import { keyOf, type StoredItem } from '@temkin/storage';
import { describe, expect, it } from 'vitest';
import { foreignItems } from '../../packages/surfaces/cli/src/restore/foreign-items.ts';

const clock = { now: () => Date.UTC(2026, 10, 22) };

const left = (...items: readonly StoredItem[]) =>
  foreignItems(
    async function* (table) {
      yield items.filter(({ key }) => key.table === table);
    },
    async function* () {
      yield [];
    },
    { clock, logsAreLost: false },
  );

describe('what a restore finds in its place', () => {
  it('may be events, and keys of calls, which go on from where they are', async () => {
    expect(
      await left(
        { key: keyOf('outbox', 'event', { tenant: 'ems', shard: '0', eventId: '1' }), item: {} },
        { key: keyOf('call-keys', 'callKey', { tenant: 'ems', intentId: '1' }), item: {} },
      ),
    ).toBe(0);
  });

  it('may be no index of the registry: it would lead to people as they were later, and pass for whole', async () => {
    const key = keyOf('subscriber-index', 'indexGenerations', { tenant: 'ems', copy: '0' });
    expect(await left({ key, item: { version: 1, indexes: {} } })).toBe(1);
  });

  it('may be no sweep of the registry: it would go on among other people', async () => {
    const key = keyOf('registry-sweeps', 'runningSweep', { tenant: 'ems' });
    expect(await left({ key, item: { sweepId: '1' } })).toBe(1);
  });
});
