import { cryptoReady } from '@temkin/crypto';
import { beforeAll, expect, it } from 'vitest';
import { CURSOR_LENGTH, queryCursors } from '../../packages/capabilities/audit/src/usecases/query-cursor.ts';

beforeAll(() => cryptoReady);

it('is as long as it may be at most, though there are logs of every year that there can be', async () => {
  const key = { id: '2026-11', key: new Uint8Array(32) };
  const cursors = queryCursors({ keyRing: { current: async () => key, byId: async () => key } });
  const years = Array.from({ length: 80 }, (_, at) => String(2_020 + at));
  const byYear = <Value>(of: (isGrown: boolean) => Value) =>
    Object.fromEntries(years.map((year, at) => [year, of(at < 12)]));
  const position = {
    asOf: byYear((isGrown) => (isGrown ? 123_456_789 : 1)),
    indexed: byYear((isGrown) => ({
      indexedThrough: isGrown ? 123_456_789 : 1,
      latest: 1_795_000_000_000,
      widest: isGrown ? 86_400_000 : 0,
    })),
    row: { within: '2026-11', sort: `${'f'.repeat(36)}#${'9'.repeat(12)}`, entries: 1 },
    beyond: byYear((isGrown) => (isGrown ? 123_456_789 : 1)),
    waiting: 'f'.repeat(36),
  };
  const asked = { tenant: 'ems', filter: {} };
  const progress = { position, until: 1_795_000_000_000 };
  const cursor = await cursors.seal(asked, progress);
  expect(cursor.length).toBeLessThanOrEqual(CURSOR_LENGTH);
  expect(await cursors.open(asked, cursor)).toEqual(progress);
});
