import { waitingEvents, type WaitingEvent } from '@temkin/audit';
import { outboxPut } from '@temkin/audit-event';
import { eventIds } from '@temkin/kernel';
import { ASSUMPTIONS } from './assumptions.ts';
import type { CostSystem } from './cost-system.ts';
import type { Step } from './step.ts';
import { shareOf, sumOf, type Tally } from './tally.ts';

/** A step, and events that it recorded. */
export interface RecordedStep {
  readonly step: Step;
  readonly events: readonly WaitingEvent[];
}

/** Batches that are counted: with so many, a bundle's partial states come in all widths. */
const BATCHES = 5;

/** All that waits for a log. */
const EVERYTHING = 16_000;

/** Takes note of the events that wait for the log, and moves them there, which nobody counts. */
export const moveEvents = async ({
  uncounted,
  logs,
  tenant,
}: CostSystem): Promise<readonly WaitingEvent[]> => {
  const { events } = await waitingEvents(uncounted).take(tenant, EVERYTHING);
  await logs.sequence(tenant);
  await logs.index(tenant);
  return events;
};

/** What steps recorded of so many parcels, one among the other: events of theirs again, under ids of their own. */
const eventsOfLives = (
  recorded: readonly RecordedStep[],
  parcels: number,
  newEventId: () => string,
): readonly WaitingEvent[] =>
  recorded
    .flatMap(({ step, events }) => {
      const count = Math.ceil(step.store.events * parcels);
      return Array.from({ length: count }, (_, at) => {
        const event = events[at % events.length];
        if (event === undefined) throw new Error(`"${step.name}" has recorded nothing`);
        return { event, place: (at + 0.5) / count };
      });
    })
    .toSorted((a, b) => a.place - b.place)
    .map(({ event }) => {
      const eventId = newEventId();
      const text = new TextDecoder().decode(event.entry).replaceAll(event.eventId, eventId);
      return { eventId, entry: new TextEncoder().encode(text) };
    });

const inBackground = (step: Pick<Step, 'name' | 'how' | 'store' | 'run'>): Step => ({
  ...step,
  httpRequests: 0,
  answerBytes: 0,
});

/** Moves events of many parcels into the log and its index, batch by batch, and counts what that takes. */
export const logSteps = async (
  system: CostSystem,
  recorded: readonly RecordedStep[],
): Promise<readonly Step[]> => {
  const { uncounted, count, logs, tenant, ground, now } = system;
  const { eventsPerBatch, sequencedBatchMilliseconds, indexedEventMilliseconds } = ASSUMPTIONS;
  const eventsOfParcel = sumOf(recorded.map(({ step }) => step.store)).events;
  const newEventId = eventIds({ now }, ground.random);
  const parcels = (BATCHES * eventsPerBatch) / eventsOfParcel;
  const events = eventsOfLives(recorded, parcels, newEventId).slice(0, BATCHES * eventsPerBatch);

  const batches: Tally[] = [];
  let last: readonly WaitingEvent[] = [];
  for (let from = 0; from < events.length; from += eventsPerBatch) {
    // The last one is indexed by the run that is counted.
    await logs.index(tenant);
    last = events.slice(from, from + eventsPerBatch);
    const writes = last.map(({ eventId, entry }) => outboxPut(tenant, eventId, entry));
    await uncounted.transact(writes, newEventId());
    batches.push(await count(() => logs.sequence(tenant)));
  }
  const indexed = await count(() => logs.index(tenant));

  const runs = eventsOfParcel / eventsPerBatch;
  const moved = sumOf(batches);
  const perBatch = (requests: number): string => (requests / batches.length).toFixed(1);
  return [
    inBackground({
      name: 'move events into the log',
      how: `stream, ${eventsOfParcel.toFixed(1)} events of the parcel, ${eventsPerBatch} in a batch, which puts or lists ${perBatch(moved.objectWrites)} times at the bucket, gets ${perBatch(moved.objectReads)} times and signs once`,
      store: shareOf(moved, events.length / eventsOfParcel),
      run: { function: 'audit-sequencer', times: runs, milliseconds: runs * sequencedBatchMilliseconds },
    }),
    inBackground({
      name: 'index the log',
      how: 'stream, a row for each pseudonym that an event names, a batch in a run',
      store: shareOf(indexed, last.length / eventsOfParcel),
      run: {
        function: 'audit-indexer',
        times: runs,
        milliseconds: eventsOfParcel * indexedEventMilliseconds,
      },
    }),
  ];
};
