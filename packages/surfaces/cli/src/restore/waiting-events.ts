import type { LogName } from '@temkin/audit/domain';
import type { StoredItem } from '@temkin/storage';
import { logText } from '../logs-at.ts';

/** Where an event stands that waits in an outbox as well. */
interface LoggedPlace {
  readonly log: string;
  readonly index: number;
  readonly published: boolean;
}

/** The events that wait in the backup's outbox or in a later one, and what became of them. */
export const waitingEvents = () => {
  const lacking = new Set<string>();
  const waiting = new Set<string>();
  const places = new Map<string, LoggedPlace>();
  return {
    /** One that the backup has. */
    expect: ({ key: { sort } }: StoredItem): void => {
      waiting.add(sort);
      lacking.add(sort);
    },

    /** One that a later outbox has. */
    meet: ({ key: { sort } }: StoredItem): void => {
      waiting.add(sort);
      lacking.delete(sort);
    },

    /** One that stands in a log. Others than wait are not kept in mind. */
    meetInLog: (eventId: string, log: LogName, place: Omit<LoggedPlace, 'log'>): void => {
      lacking.delete(eventId);
      if (waiting.has(eventId)) places.set(eventId, { ...place, log: logText(log) });
    },

    /** How many the backup has that were not met since. */
    lacking: (): number => lacking.size,

    /**
     * Those that must not wait again, by their ids: they stand in a log, and nothing will take them out of the outbox. Such
     * are those that were published, and those up to the size that a head which survived has settled, by `logText`. All
     * others that stand in a log leave as it is adopted, or as its head is rolled forward.
     */
    logged: (settled: ReadonlyMap<string, number>): ReadonlySet<string> =>
      new Set(
        [...places]
          .filter(([, { log, index, published }]) => published || index < (settled.get(log) ?? 0))
          .map(([eventId]) => eventId),
      ),
  };
};

export type WaitingEvents = ReturnType<typeof waitingEvents>;
