import { s3Blobs } from '@temkin/aws';
import { cryptoReady } from '@temkin/crypto';
import { OutcomeUnknown, StoreUnavailable, systemRandom } from '@temkin/kernel';
import { keyOf } from '@temkin/storage';
import { beforeAll, describe, expect, it } from 'vitest';
import { dyingPorts, type LastWrite } from '../support/dying-ports.ts';
import { loggedWorld } from '../support/logged-world.ts';
import { mapS3 } from '../support/map-s3.ts';
import { memoryTable, type MemoryTable } from '../support/memory-table.ts';

beforeAll(() => cryptoReady);

const TENANT = 'ems';
const NEW_YEAR = Date.parse('2027-01-01T00:00:00Z');
const FOR_EVER = Number.POSITIVE_INFINITY;

/** A log of two years that nobody has indexed: full bundles of both, and a part of one. */
const logged = async (events: readonly number[] = [5, 600, 3]) => {
  const ports = {
    table: memoryTable(),
    blobs: s3Blobs({ client: mapS3(), bucket: 'bucket', prefix: 'log/' }),
  };
  const world = loggedWorld(ports, TENANT, NEW_YEAR - 600, systemRandom);
  for (const count of events) {
    await world.record(
      Array.from({ length: count }, (_, at) => ({
        actor: `actor-${at % 3}`,
        resources: at % 4 === 0 ? [] : [`parcel-${at % 4}`, `parcel-${at % 2}`],
      })),
    );
    await world.drain();
  }
  return { world, ports };
};

const byKey = (a: string, b: string): number => (a < b ? -1 : 1);

/** Everything in the index, in an order of its own. */
const indexIn = (table: MemoryTable): readonly string[] =>
  table
    .items()
    .filter(({ key }) => key.table === 'log-index')
    .map(({ key, item }) => JSON.stringify([key, Object.entries(item).toSorted(([a], [b]) => byKey(a, b))]))
    .toSorted(byKey);

const drop = async (table: MemoryTable, isDropped: (partition: string) => boolean): Promise<void> => {
  for (const { key } of table.items())
    if (key.table === 'log-index' && isDropped(key.partition)) await table.write({ kind: 'delete', key });
};

const CURSORS = keyOf('log-index', 'follower', { tenant: TENANT, year: '' }).partition;

const isExpected = (error: unknown): boolean =>
  error instanceof StoreUnavailable || error instanceof OutcomeUnknown;

/** Takes two events of a writer out of the outbox whose next event is logged. */
const takeTwo = async ({ world, ports }: Awaited<ReturnType<typeof logged>>) => {
  const gone = world.make([
    { actor: 'actor-0', resources: [] },
    { actor: 'actor-1', resources: [] },
  ]);
  await gone.put();
  await world.record([{ actor: 'actor-0', resources: [] }]);
  const ids = new Set(gone.events.map(({ eventId }) => eventId));
  const taken = ports.table.items().filter(({ key }) => key.table === 'outbox' && ids.has(key.sort));
  expect(taken).toHaveLength(2);
  for (const { key } of taken) await ports.table.write({ kind: 'delete', key });
  await world.drain();
  return taken;
};

describe('an index that is made of the logs', () => {
  it('is the same when it was dropped and made again, whole or from its cursors on', async () => {
    const { world, ports } = await logged();
    await world.follow();
    const first = indexIn(ports.table);
    expect(first.length).toBeGreaterThan(608 * 2);

    await drop(ports.table, () => true);
    expect(indexIn(ports.table)).toEqual([]);
    await world.follow();
    expect(indexIn(ports.table)).toEqual(first);

    await drop(ports.table, (partition) => partition === CURSORS);
    await world.follow();
    expect(indexIn(ports.table)).toEqual(first);
  });

  it('is the same in however many runs it was made', async () => {
    const { world, ports } = await logged([]);
    for (const count of [1, 2, 250, 3, 300, 1]) {
      await world.record(
        Array.from({ length: count }, () => ({ actor: 'actor', resources: ['parcel', 'actor'] })),
      );
      await world.drain();
      while ((await world.follower()(TENANT, 0)).more);
    }
    const first = indexIn(ports.table);
    await drop(ports.table, () => true);
    await world.follow();
    expect(indexIn(ports.table)).toEqual(first);
  });

  it('is the same when many make it at once', async () => {
    const { world, ports } = await logged();
    await Promise.all(
      Array.from({ length: 3 }, async () => {
        while ((await world.follower()(TENANT, 0)).more);
      }),
    );
    const together = indexIn(ports.table);
    await drop(ports.table, () => true);
    await world.follow();
    expect(together).toEqual(indexIn(ports.table));
  });

  it('comes no further in a run than a bundle once its time is over', async () => {
    const { world } = await logged();
    const { entries, more } = await world.follower()(TENANT, 0);
    expect([entries, more]).toEqual([256, true]);
    expect(await world.follower()(TENANT, FOR_EVER)).toMatchObject({
      entries: 610 - 256,
      more: false,
      foreign: 0,
    });
    expect(await world.follower()(TENANT, FOR_EVER)).toEqual({
      entries: 0,
      more: false,
      foreign: 0,
      missing: 0,
    });
  });

  it.each(['lost', 'applied'] as const)(
    'is the same wherever its followers were killed, the last write %s',
    { timeout: 120_000 },
    async (last: LastWrite) => {
      const { world, ports } = await logged([4]);
      // An event that never comes: the cursor bears a gap from then on.
      world.make([{ actor: 'actor', resources: [] }]);
      await world.record(Array.from({ length: 256 }, () => ({ actor: 'actor', resources: [] })));
      await world.drain();
      await world.follow();
      const first = indexIn(ports.table);
      expect(first.filter((row) => /"writers","[0-9a-f]{32} \w+ \w+ 4-4-\w+"/.test(row))).toHaveLength(1);
      await drop(ports.table, () => true);

      let deaths = 0;
      for (let writes = 0; ; writes++) {
        const dying = dyingPorts(ports, writes, last);
        await drop(ports.table, () => true);
        try {
          await world.follower(dying)(TENANT, FOR_EVER);
        } catch (error) {
          if (!isExpected(error)) throw error;
          deaths += 1;
        }
        await world.follow();
        expect(indexIn(ports.table)).toEqual(first);
        if (!dying.hasDied()) break;
      }
      expect(deaths).toBeGreaterThan(256);
    },
  );

  it('tells of events that were taken from the outbox, from ten minutes after the log went past them', async () => {
    const { world, ports } = await logged([3]);
    const taken = await takeTwo({ world, ports });
    expect(await world.follow()).toMatchObject({ missing: 0, more: false });

    world.clock.advance(600_000);
    expect(await world.follow()).toMatchObject({ missing: 2, entries: 0, more: false });
    await drop(ports.table, () => true);
    expect(await world.follow()).toMatchObject({ missing: 2, more: false });

    for (const { key, item } of taken) await ports.table.write({ kind: 'put', key, item });
    await world.drain();
    expect(await world.follow()).toMatchObject({ missing: 0, entries: 2 });
  });

  it('tells of them as soon though an event from the future stands before', async () => {
    const { world, ports } = await logged([]);
    world.clock.set(NEW_YEAR + 30 * 86_400_000);
    await world.record([{ actor: 'actor-2', resources: [] }]);
    await world.drain();
    world.clock.set(NEW_YEAR);
    await world.follow();
    await takeTwo({ world, ports });
    expect(await world.follow()).toMatchObject({ missing: 0, more: false });
    world.clock.advance(600_000);
    expect(await world.follow()).toMatchObject({ missing: 2, more: false });
  });

  it('does not call missing what may be in the part of the log that is still to be read', async () => {
    const { world } = await logged([]);
    const late = world.make([{ actor: 'actor-0', resources: [] }]);
    await world.record(Array.from({ length: 300 }, () => ({ actor: 'actor-1', resources: [] })));
    await world.drain();
    await late.put();
    await world.drain();
    world.clock.advance(600_000);
    expect(await world.follower()(TENANT, 0)).toMatchObject({ more: true, missing: 0 });
    expect(await world.follow()).toMatchObject({ more: false, missing: 0 });
  });

  it('passes over what is no event, and says so once', async () => {
    const { world, ports } = await logged([3]);
    await ports.table.write({
      kind: 'put',
      key: keyOf('outbox', 'event', {
        tenant: TENANT,
        shard: '1',
        eventId: '0193a000-0000-7000-8000-000000000001',
      }),
      item: { entry: new Uint8Array(3) },
    });
    await world.drain();
    expect(await world.follow()).toMatchObject({ foreign: 1, more: false });
    const [event] = await world.record([{ actor: 'actor-0', resources: [] }]);
    await world.drain();
    expect(await world.follow()).toMatchObject({ entries: 1, foreign: 0 });
    expect(await world.events.byId(TENANT, event?.eventId ?? '')).toBeDefined();
  });
});
