import { logEvents, logFiles, logIndex, type EventPosition } from '@temkin/audit';
import { s3Blobs } from '@temkin/aws';
import { cryptoReady } from '@temkin/crypto';
import { OutcomeUnknown, StoreUnavailable } from '@temkin/kernel';
import { keyOf, type Blobs, type Key, type RangeQuery, type Table } from '@temkin/storage';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { dyingPorts } from '../support/dying-ports.ts';
import { loggedWorld, namesOf, type RecordedEvent } from '../support/logged-world.ts';
import { mapS3 } from '../support/map-s3.ts';
import { memoryTable } from '../support/memory-table.ts';
import { seededRandom } from '../support/sequencer-simulation/schedule.ts';

beforeAll(() => cryptoReady);

const TENANT = 'ems';
const NEW_YEAR = Date.parse('2027-01-01T00:00:00Z');
const NAMES = ['anna', 'bao', 'parcel-a', 'parcel-b'];

/** Something that happens to events on their way. */
const act = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('record' as const), count: fc.nat(200), late: fc.boolean() }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('sequence' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('sequence and die' as const),
      writes: fc.nat(60),
      last: fc.constantFrom('lost' as const, 'applied' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('follow' as const), until: fc.constantFrom(0, Infinity) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('begin anew' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('read on' as const), steps: fc.nat(150) }) },
);
type Act = typeof act extends fc.Arbitrary<infer Value> ? Value : never;

/** Whether somebody died, in one log or in several. */
const isExpected = (error: unknown): boolean =>
  error instanceof AggregateError
    ? error.errors.every(isExpected)
    : error instanceof StoreUnavailable || error instanceof OutcomeUnknown;

/** A world in which things happen between any two requests of who reads. */
const restlessWorld = (seed: number, before: number) => {
  const random = seededRandom(seed);
  const ports: { readonly table: Table; readonly blobs: Blobs } = {
    table: memoryTable(),
    blobs: s3Blobs({ client: mapS3(), bucket: 'bucket', prefix: 'log/' }),
  };
  const world = loggedWorld(ports, TENANT, NEW_YEAR - before, (length) =>
    Uint8Array.from({ length }, () => Math.floor(random() * 256)),
  );
  const recorded: RecordedEvent[] = [];
  const late: (() => Promise<void>)[] = [];

  const perform = async (next: Exclude<Act, { kind: 'read on' }>): Promise<void> => {
    if (next.kind === 'record') {
      const { events, put } = world.make(
        Array.from({ length: next.count }, () => ({
          actor: NAMES[Math.floor(random() * 2)] ?? '',
          resources: NAMES.filter(() => random() < 0.3),
        })),
      );
      const record = async (): Promise<void> => {
        await put();
        recorded.push(...events);
      };
      if (next.late) late.push(record);
      else await record();
      if (!next.late || late.length > 3) await late.shift()?.();
    }
    if (next.kind === 'sequence') await world.sequencer()(TENANT);
    if (next.kind === 'sequence and die')
      await world
        .sequencer(dyingPorts(ports, next.writes, next.last))(TENANT)
        .catch((error: unknown) => {
          if (!isExpected(error)) throw error;
        });
    if (next.kind === 'follow') await world.follower()(TENANT, next.until);
    if (next.kind === 'begin anew')
      for (const year of (await logIndex(ports.table).cursors(TENANT)).keys())
        await ports.table.write({
          kind: 'delete',
          key: keyOf('log-index', 'follower', { tenant: TENANT, year }),
        });
  };

  /** What moves events while somebody reads. */
  const stir = async (): Promise<void> => {
    const chance = random();
    if (chance < 0.02) await perform({ kind: 'sequence' });
    else if (chance < 0.04)
      await perform({ kind: 'sequence and die', writes: Math.floor(random() * 40), last: 'lost' });
    else if (chance < 0.06) await perform({ kind: 'follow', until: 0 });
  };
  const stirred =
    <Arguments extends readonly unknown[], Result>(read: (...asked: Arguments) => Promise<Result>) =>
    async (...asked: Arguments): Promise<Result> => {
      await stir();
      return read(...asked);
    };
  const { table, blobs } = ports;
  const events = logEvents({
    table: {
      ...table,
      get: stirred((key: Key) => table.get(key)),
      query: stirred((range: RangeQuery) => table.query(range)),
    },
    files: logFiles({ ...blobs, get: stirred((name: string) => blobs.get(name)) }),
  });
  return { perform, events, recorded, random };
};

type Restless = ReturnType<typeof restlessWorld>;

const expectAllFound = async ({ events, recorded, random }: Restless): Promise<void> => {
  for (const { eventId } of recorded.filter(() => random() < 0.04))
    expect((await events.byId(TENANT, eventId))?.event.eventId).toBe(eventId);
  for (const name of NAMES) {
    const known = recorded.filter((event) => namesOf(event).has(name)).map(({ eventId }) => eventId);
    const about = await events.about(TENANT, name, 0);
    expect(about.events.map(({ eventId }) => eventId)).toEqual(known.toSorted());
    expect(about.complete).toBe(true);
  }
};

/** An iteration that is taken up again and again by what a cursor would hold. */
const reading = async ({ events, recorded }: Restless, name?: string) => {
  const filter = name === undefined ? {} : name.startsWith('parcel') ? { subject: name } : { actor: name };
  const expected = recorded
    .filter(
      ({ actor, resources }) =>
        name === undefined || actor === filter.actor || resources.includes(filter.subject ?? ''),
    )
    .map(({ eventId }) => eventId);
  let cursor = JSON.stringify(await events.begin(TENANT));
  const found: string[] = [];
  return {
    /** Looks at so many more; whether there were no more. */
    on: async (steps: number): Promise<boolean> => {
      let left = steps;
      for await (const step of events.from(TENANT, filter, JSON.parse(cursor) as EventPosition)) {
        if (left === 0) return false;
        left -= 1;
        cursor = JSON.stringify(step.position);
        if (step.found !== undefined) found.push(step.found.event.eventId);
      }
      return true;
    },
    found,
    /** What was recorded before, and did not come. */
    missing: (): readonly string[] => expected.filter((eventId) => !found.includes(eventId)),
  };
};

describe('events that are read while they move', () => {
  it(
    'are found by id and by whom they name, once, and come once in an iteration',
    { timeout: 600_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(act, { minLength: 4, maxLength: 14 }),
          fc.nat(),
          fc.nat(1_500),
          fc.nat(6),
          async (acts, seed, before, from) => {
            const world = restlessWorld(seed, before);
            const readings: Awaited<ReturnType<typeof reading>>[] = [];
            for (const [at, next] of acts.entries()) {
              if (at === from)
                for (const name of [undefined, ...NAMES]) readings.push(await reading(world, name));
              if (next.kind === 'read on') for (const open of readings) await open.on(next.steps);
              else await world.perform(next);
              await expectAllFound(world);
            }
            for (const open of readings) {
              while (!(await open.on(97)));
              expect(open.missing()).toEqual([]);
              expect(new Set(open.found).size).toBe(open.found.length);
            }
          },
        ),
        { numRuns: Number(process.env['TEMKIN_RUNS'] ?? 25) },
      );
    },
  );
});
