import { logYear } from '@temkin/audit-event';
import { eventIdTime } from '@temkin/kernel';
import { EMPTY_TREE } from '@temkin/tlog';
import type { LogHead } from '../domain/index.ts';
import type { WaitingEvent } from '../store/waiting-event.ts';
import { faultsOfEach } from './faults-of-each.ts';
import { logSteps, type Naming, type SequencerDependencies } from './log-steps.ts';
import { rollForward } from './roll-forward.ts';

/**
 * Events of one batch, and bytes of their entries, at most; usually one megabyte. A batch is staged by a single put, which has
 * no longer than other requests. However large it is, the first event is taken.
 */
const BATCH_EVENTS = 1_024;
const BATCH_BYTES = 4_000_000;

/** As many events from the first on as one batch may have. */
const batchOf = (events: readonly WaitingEvent[]): readonly WaitingEvent[] => {
  let bytes = 0;
  const end = events.findIndex(({ entry }, at) => {
    bytes += entry.length;
    return at > 0 && bytes > BATCH_BYTES;
  });
  return end < 0 ? events : events.slice(0, end);
};

/** What a run of the sequencer did. */
export interface Sequenced {
  /** Entries that the logs grew by, openings left out. */
  readonly events: number;
  /** Whether there may be more to do at once. */
  readonly more: boolean;
  /**
   * What kept a checkpoint from being published, or a log that nothing waits for from being finished. All events are in the
   * logs, and the next run tries again.
   */
  readonly unpublished: readonly unknown[];
  /** Items of the outbox that are no events, or lie where they do not belong: nobody but an intruder can have put them there. */
  readonly foreign: number;
  /** When the oldest event that was found waiting was made, in milliseconds since the epoch. */
  readonly waitingSince?: number;
}

const newHead = (tenant: string, year: string): LogHead => ({
  log: { tenant, year },
  version: 0,
  tree: EMPTY_TREE,
  publishedSize: 0,
});

const byYear = (events: readonly WaitingEvent[]): ReadonlyMap<string, readonly WaitingEvent[]> => {
  const groups = new Map<string, WaitingEvent[]>();
  for (const event of events) {
    const year = logYear(event.eventId);
    const group = groups.get(year) ?? [];
    group.push(event);
    groups.set(year, group);
  }
  return groups;
};

/**
 * The log that is opened next where something waits for years beyond the last log: that of the year after it, be it for its
 * opening alone, so that no year is left out. The very first log is that of the earliest year.
 */
const nextYear = (known: readonly string[], waitedFor: readonly string[]): string | undefined => {
  const last = known.toSorted().at(-1);
  const beyond = waitedFor.filter((year) => last === undefined || year > last).toSorted();
  return beyond.length === 0 || last === undefined ? beyond[0] : String(Number(last) + 1);
};

/** The fault of one log as it is, those of several as one. */
const together = (faults: readonly unknown[]): unknown =>
  faults.length === 1 ? faults[0] : new AggregateError(faults, 'several logs are at fault');

/**
 * Moves a tenant's events from the outbox into its logs, once and in order of the log alone. Any number of sequencers may
 * run at once, be killed anywhere and come back late: the head decides. What it has committed to is laid out by whoever
 * comes next, before anything new. A log that has no head and yet something published or laid out has lost its table: it
 * is adopted as far as it goes, by the same steps, and nothing is added before. Heads are read before the outbox: an event
 * that somebody else has put into the log in between then makes our commit lose. A company has a log of every year from its
 * first to its last, which holds its opening where nothing happened: they are opened in order, one in a batch.
 *
 * A log at fault stops no other, as long as what waits for it leaves room in a batch. Where events wait for it, what it is at
 * fault with is thrown once the others have nothing more to do, an `AggregateError` where there are several.
 */
export const sequenceLogs = (dependencies: SequencerDependencies) => {
  const { heads, waiting } = dependencies;
  const steps = logSteps(dependencies);

  /** Publishes what is behind; what kept it from that. */
  const publishLate = async (known: readonly LogHead[]): Promise<readonly unknown[]> => {
    const faults = await faultsOfEach(known, async (head) => {
      if (!(await steps.isBehind(head))) return;
      await steps.publish(head);
      if ((await steps.finish(head, true)) === 'replaced') await steps.sweepPartials(head);
    });
    return [...faults.values()];
  };

  /** How logs are to name the key that signs next, by year, of those that have not. */
  const namingsOf = async (known: readonly LogHead[]): Promise<ReadonlyMap<string, Naming>> => {
    const namings = new Map<string, Naming>();
    for (const head of known) {
      const naming = await steps.naming(head);
      if (naming !== undefined) namings.set(head.log.year, naming);
    }
    return namings;
  };

  return async (tenant: string): Promise<Sequenced> => {
    const known = await heads.all(tenant);
    const unpublished: unknown[] = [];
    const unfinished = known.filter(({ stage }) => stage !== undefined);
    const stuck = await faultsOfEach(unfinished, async (head) => {
      unpublished.push(...(await rollForward(steps, head)));
    });
    if (stuck.size < unfinished.length) return { events: 0, more: true, unpublished, foreign: 0 };

    const { events: taken, foreign } = await waiting.take(tenant, BATCH_EVENTS);
    const events = batchOf(taken);
    const sound = known.filter((head) => !stuck.has(head));
    const namings = await namingsOf(sound);
    const waitingIn = byYear(events);
    const knownYears = known.map(({ log }) => log.year);
    const next = nextYear(knownYears, [...waitingIn.keys()]);
    const isTooSoon = (year: string): boolean => next !== undefined && year > next;
    const isStuck = new Set([...stuck.keys()].map(({ log }) => log.year));
    const years = [
      ...new Set([...waitingIn.keys(), ...namings.keys(), ...(next === undefined ? [] : [next])]),
    ].filter((year) => !isTooSoon(year) && !isStuck.has(year));

    let sequenced = 0;
    const failed = await faultsOfEach(years, async (year) => {
      const group = waitingIn.get(year) ?? [];
      const head = known.find(({ log }) => log.year === year);
      const adopted = head === undefined ? await steps.adopt({ tenant, year }) : undefined;
      const grown = head ?? newHead(tenant, year);
      if (adopted === undefined) await steps.refuseOlder(grown);
      const staged = adopted ?? (await steps.grow(grown, group, namings.get(year)));
      await steps.store(staged);
      if ((await steps.commit(staged)) === 'lost') return;
      unpublished.push(...(await rollForward(steps, staged.head, staged.stage)));
      if (adopted === undefined) sequenced += group.length;
    });
    if (failed.size < years.length) {
      const since = events.map(({ eventId }) => eventIdTime(eventId));
      return {
        events: sequenced,
        more: true,
        unpublished,
        foreign,
        ...(since.length > 0 && { waitingSince: Math.min(...since) }),
      };
    }

    const idle = sound.filter(({ log }) => !failed.has(log.year));
    const faults = [...stuck.values(), ...failed.values(), ...unpublished, ...(await publishLate(idle))];
    if (events.length > 0) throw together(faults);
    return { events: 0, more: false, unpublished: faults, foreign };
  };
};
