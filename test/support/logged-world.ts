import {
  followLogs,
  logEvents,
  logFiles,
  logHeads,
  logIndex,
  openingEntry,
  sequenceLogs,
  waitingEvents,
} from '@temkin/audit';
import { createWriter, logYear, outboxPut, toEntry, toOcsf } from '@temkin/audit-event';
import { eventIds, type RandomBytes } from '@temkin/kernel';
import type { Blobs, Table } from '@temkin/storage';
import { verifierKey } from '@temkin/tlog';
import { memorySigner } from './memory-signer.ts';
import { sha256 } from './sha256.ts';
import { testClock } from './test-clock.ts';

/** An event as a test has recorded it. */
export interface RecordedEvent {
  readonly eventId: string;
  readonly actor: string;
  readonly resources: readonly string[];
}

/** Whom an event names, each once. */
export const namesOf = ({ actor, resources }: RecordedEvent): ReadonlySet<string> =>
  new Set([actor, ...resources]);

/** A company's events on their way from the outbox through the log into its index, over ports of the test's choice. */
export const loggedWorld = (
  { table, blobs }: { readonly table: Table; readonly blobs: Blobs },
  tenant: string,
  startMilliseconds: number,
  random: RandomBytes,
) => {
  const clock = testClock(startMilliseconds);
  const newEventId = eventIds(clock, random);
  let madeAt = startMilliseconds;
  const writer = createWriter(random, { now: () => madeAt });
  const signer = memorySigner();
  const logKey = async ({ year }: { readonly year: string }) => {
    const publicKey = (await signer.publicKey()).slice(-32);
    return verifierKey(sha256, { name: `log.example/${tenant}/${year}`, type: 'ed25519', publicKey });
  };

  /** A sequencer, whose requests may go through something of the test's. */
  const sequencer = (through: { readonly table: Table; readonly blobs: Blobs } = { table, blobs }) =>
    sequenceLogs({
      heads: logHeads(through.table),
      waiting: waitingEvents(through.table),
      files: logFiles(through.blobs),
      signer,
      sha256,
      logKey,
      newStageId: newEventId,
      openingEntry: openingEntry({
        signer,
        logKey,
        heads: logHeads(through.table),
        files: logFiles(blobs),
        sha256,
        clock,
        random,
      }),
    });

  const follower = (through: { readonly table: Table } = { table }) =>
    followLogs({
      heads: logHeads(table),
      files: logFiles(blobs),
      index: logIndex(through.table),
      clock,
    });

  /** Makes events, and what puts them into the outbox, at once or late. */
  const make = (drafts: readonly Omit<RecordedEvent, 'eventId'>[]) => {
    const made = drafts.map((draft) => {
      const time = clock.now();
      madeAt = time;
      const eventId = newEventId();
      const actor = { pseudonym: draft.actor, roles: ['support'] };
      const head = { eventId, time, tenant, actor, writer: writer.next(`${tenant}/${logYear(eventId)}`) };
      const resources = draft.resources.map((pseudonym) => ({ type: 'parcel', pseudonym }));
      const entry = toEntry(toOcsf(head, { action: 'parcel.read', outcome: 'allowed', resources }));
      return { event: { eventId, ...draft }, entry };
    });
    return {
      events: made.map(({ event }) => event),
      put: async (): Promise<void> => {
        await Promise.all(
          made.map(({ event: { eventId }, entry }) =>
            table.transact([outboxPut(tenant, eventId, entry)], eventId),
          ),
        );
      },
    };
  };

  return {
    clock,
    sequencer,
    follower,
    events: logEvents({ table, files: logFiles(blobs) }),

    drain: async (): Promise<void> => {
      const sequence = sequencer();
      while ((await sequence(tenant)).more);
    },

    follow: () => follower()(tenant, Number.POSITIVE_INFINITY),

    make,

    /** Puts events into the outbox as the recorder does. */
    record: async (drafts: readonly Omit<RecordedEvent, 'eventId'>[]): Promise<readonly RecordedEvent[]> => {
      const { events, put } = make(drafts);
      await put();
      return events;
    },
  };
};

export type LoggedWorld = ReturnType<typeof loggedWorld>;
