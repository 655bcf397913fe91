import { logEvents, logFiles, type EventSource } from '@temkin/audit';
import { s3Blobs } from '@temkin/aws';
import { cryptoReady } from '@temkin/crypto';
import type { Blobs, Key, RangeQuery } from '@temkin/storage';
import { beforeAll, describe, expect, it } from 'vitest';
import { dyingPorts } from '../support/dying-ports.ts';
import { loggedWorld, type LoggedWorld } from '../support/logged-world.ts';
import { mapS3 } from '../support/map-s3.ts';
import { memoryTable } from '../support/memory-table.ts';

beforeAll(() => cryptoReady);

const TENANT = 'ems';
const START = Date.parse('2026-11-22T08:00:00Z');

/** Requests that a reading of so few events makes, at most. */
const REQUESTS = 80;

/** Writes of a sequencer that brings one event into a log that stands. */
const SEQUENCING_WRITES = 9;

/** Ways to read, each answering the ids that it found. */
const readings: readonly (readonly [
  string,
  (events: EventSource, eventId: string) => Promise<readonly string[]>,
])[] = [
  ['by its id', async (events, eventId) => [(await events.byId(TENANT, eventId))?.event.eventId ?? '']],
  [
    'by whom it names',
    async (events) => (await events.about(TENANT, 'parcel', 0)).events.map((event) => event.eventId),
  ],
  [
    'in an iteration',
    async (events) => {
      const found: string[] = [];
      for await (const step of events.from(TENANT, { subject: 'parcel' }, await events.begin(TENANT)))
        if (step.found !== undefined) found.push(step.found.event.eventId);
      return found;
    },
  ],
];

type Ports = Parameters<typeof loggedWorld>[0];

/** An event that waits, and a source during whose so-many-eth request it moves; at 0 it has moved before. */
const movingAt = async (request: number, move: (world: LoggedWorld, ports: Ports) => Promise<unknown>) => {
  const ports: Ports = {
    table: memoryTable(),
    blobs: s3Blobs({ client: mapS3(), bucket: 'bucket', prefix: 'log/' }),
  };
  const world = loggedWorld(ports, TENANT, START, (length) => new Uint8Array(length));
  await world.record([{ actor: 'actor', resources: [] }]);
  await world.drain();
  const [event] = await world.record([{ actor: 'actor', resources: ['parcel'] }]);
  let requests = 0;
  if (request === requests) await move(world, ports);
  const count = async (): Promise<void> => {
    requests += 1;
    if (requests === request) await move(world, ports);
  };
  const { table } = ports;
  const blobs: Blobs = {
    ...ports.blobs,
    get: async (name) => {
      await count();
      return ports.blobs.get(name);
    },
  };
  const events = logEvents({
    table: {
      ...table,
      get: async (key: Key) => {
        await count();
        return table.get(key);
      },
      query: async (range: RangeQuery) => {
        await count();
        return table.query(range);
      },
    },
    files: logFiles(blobs),
  });
  return { events, eventId: event?.eventId ?? '', requests: () => requests };
};

describe('an event that moves while it is looked for', () => {
  it.each(readings)('is found %s, once, whenever it enters the log and its index', async (_, read) => {
    for (let request = 0; request <= REQUESTS; request++) {
      const { events, eventId } = await movingAt(request, async (world) => {
        await world.drain();
        await world.follow();
      });
      expect(await read(events, eventId), `moved at request ${request}`).toEqual([eventId]);
    }
  });

  it.each(readings)('is found %s, once, where a sequencer dies with it', async (_, read) => {
    for (let writes = 0; writes < SEQUENCING_WRITES; writes++) {
      for (let request = 0; request <= REQUESTS; request += 4) {
        const { events, eventId } = await movingAt(request, (world, ports) =>
          world
            .sequencer(dyingPorts(ports, writes, 'applied'))(TENANT)
            .catch(() => undefined),
        );
        expect(await read(events, eventId), `moved at request ${request}`).toEqual([eventId]);
      }
    }
  });

  it.each(readings)('has moved before all requests of a reading %s are made', async (_, read) => {
    const { events, eventId, requests } = await movingAt(REQUESTS, async () => undefined);
    await read(events, eventId);
    expect(requests()).toBeLessThan(REQUESTS);
  });
});
