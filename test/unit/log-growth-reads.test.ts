import { logEvents, logFiles, type EventSource, type LogFiles } from '@temkin/audit';
import { cryptoReady } from '@temkin/crypto';
import { systemRandom } from '@temkin/kernel';
import type { Blobs, Table } from '@temkin/storage';
import { nodesInTiles, proveInclusion } from '@temkin/tlog';
import { beforeAll, describe, expect, it } from 'vitest';
import { loggedWorld, type RecordedEvent } from '../support/logged-world.ts';
import { memoryBlobs } from '../support/memory-blobs.ts';
import { memoryTable } from '../support/memory-table.ts';
import { sha256 } from '../support/sha256.ts';

const TENANT = 'ems';
const LOG = { tenant: TENANT, year: '2027' };

/** Entries of a batch of the sequencer, so that each run takes what was recorded. */
const BATCH = 1_000;

/** Events that name the parcel that is asked for, whatever else the log has. */
const NAMED = 5;

/** A log of so many events and a little more, all of it indexed, and what is asked of its ports while something is done. */
const grownLog = async (size: number) => {
  const asked = { table: 0, blobs: 0 };
  const [table, blobs] = [memoryTable(), memoryBlobs()];
  const counted: { readonly table: Table; readonly blobs: Blobs } = {
    table: {
      ...table,
      get: (key) => {
        asked.table += 1;
        return table.get(key);
      },
      query: (of) => {
        asked.table += 1;
        return table.query(of);
      },
    },
    blobs: {
      ...blobs,
      get: (name) => {
        asked.blobs += 1;
        return blobs.get(name);
      },
    },
  };
  const world = loggedWorld({ table, blobs }, TENANT, Date.parse('2027-03-01T00:00:00Z'), systemRandom);
  let named: readonly RecordedEvent[] = [];
  for (let recorded = 0; recorded < size; recorded += BATCH) {
    const others = Array.from({ length: BATCH - (recorded === 0 ? NAMED : 0) }, (_, at) => ({
      actor: `actor-${at % 50}`,
      resources: [`parcel-${recorded + at}`],
    }));
    if (recorded === 0)
      named = await world.record(
        Array.from({ length: NAMED }, () => ({ actor: 'actor-0', resources: ['parcel-asked'] })),
      );
    await world.record(others);
    await world.drain();
  }
  await world.follow();

  /** What is asked of the ports by somebody who remembers nothing yet. */
  const count = async (
    work: (fresh: { readonly events: EventSource; readonly files: LogFiles }) => Promise<unknown>,
  ): Promise<typeof asked> => {
    Object.assign(asked, { table: 0, blobs: 0 });
    const files = logFiles(counted.blobs);
    await work({ files, events: logEvents({ table: counted.table, files }) });
    return { ...asked };
  };
  return { count, named };
};

beforeAll(() => cryptoReady);

describe('what an auditor asks of a log that has grown twentyfold', () => {
  it('asks the store for no more: an event, what names a parcel, a first page', async () => {
    const counts = [];
    for (const size of [BATCH, 20 * BATCH]) {
      const { count, named } = await grownLog(size);
      const byId = await count(async ({ events }) => {
        const found = await events.byId(TENANT, named[2]?.eventId ?? '');
        expect(found?.place).toMatchObject({ year: '2027' });
      });
      const about = await count(async ({ events }) => {
        expect((await events.about(TENANT, 'parcel-asked', 0)).events).toHaveLength(NAMED);
      });
      const page = await count(async ({ events }) => {
        let found = 0;
        const filter = { subject: 'parcel-asked' };
        for await (const step of events.from(TENANT, filter, await events.begin(TENANT)))
          if (step.found !== undefined && (found += 1) === NAMED) break;
        expect(found).toBe(NAMED);
      });
      counts.push({ byId, about, page });
    }
    expect(counts[1]).toEqual(counts[0]);
    for (const { blobs } of Object.values(counts[0] ?? {})) expect(blobs).toBeGreaterThan(0);
  }, 120_000);

  it('proves an entry by one tile more for each 256 times as many entries, at most', async () => {
    const tiles = [];
    for (const size of [BATCH, 20 * BATCH]) {
      const { count } = await grownLog(size);
      // The entry that opens it comes before them.
      const tree = { index: 300, size: size + 1 };
      const { blobs } = await count(({ files }) =>
        proveInclusion(
          sha256,
          tree,
          nodesInTiles(sha256, tree.size, (tile) => files.tile(LOG, tile)),
        ),
      );
      tiles.push(blobs);
    }
    const [small = 0, large = 0] = tiles;
    expect(large - small).toBeLessThanOrEqual(1);
    expect(large).toBeLessThanOrEqual(4);
  }, 120_000);
});
