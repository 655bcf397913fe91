import { logYear } from '@temkin/audit-event';
import { eventIdTime } from '@temkin/kernel';
import { EMPTY_TREE } from '@temkin/tlog';
import type { LogHead } from '../domain/index.ts';
import type { WaitingEvent } from '../store/waiting-event.ts';
import { logSteps, type Naming, type SequencerDependencies } from './log-steps.ts';
import { publishing, rollForward } from './roll-forward.ts';

/** Events of one batch at most: some four megabytes of entries at the very most, usually one. */
const BATCH_EVENTS = 1_024;

/** What a run of the sequencer did. */
export interface Sequenced {
  /** Entries that the logs grew by, openings left out. */
  readonly events: number;
  /** Whether there may be more to do at once. */
  readonly more: boolean;
  /** What kept a checkpoint from being published; the entries are in the log, and the next run tries again. */
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
 * Moves a tenant's events from the outbox into its logs, once and in order of the log alone. Any number of sequencers may
 * run at once, be killed anywhere and come back late: the head decides. What it has committed to is laid out by whoever
 * comes next, before anything new. A log that has no head and yet something published or laid out has lost its table: it
 * is adopted as far as it goes, by the same steps, and nothing is added before. Heads are read before the outbox: an event
 * that somebody else has put into the log in between then makes our commit lose.
 */
export const sequenceLogs = (dependencies: SequencerDependencies) => {
  const { heads, waiting } = dependencies;
  const steps = logSteps(dependencies);

  const publishLate = async (behind: readonly LogHead[]): Promise<readonly unknown[]> => {
    const unpublished: unknown[] = [];
    for (const head of behind) {
      const failure = await publishing(steps, head);
      if (failure !== undefined) unpublished.push(failure.error);
      else if ((await steps.finish(head, true)) === 'replaced') await steps.sweepPartials(head);
    }
    return unpublished;
  };

  return async (tenant: string): Promise<Sequenced> => {
    const known = await heads.all(tenant);
    const unfinished = known.filter(({ stage }) => stage !== undefined);
    if (unfinished.length > 0) {
      const unpublished: unknown[] = [];
      for (const head of unfinished) unpublished.push(...(await rollForward(steps, head)));
      return { events: 0, more: true, unpublished, foreign: 0 };
    }

    const { events, foreign } = await waiting.take(tenant, BATCH_EVENTS);
    const groups = new Map(byYear(events));
    const namings = new Map<string, Naming>();
    for (const head of known) {
      const naming = await steps.naming(head);
      if (naming === undefined) continue;
      namings.set(head.log.year, naming);
      groups.set(head.log.year, groups.get(head.log.year) ?? []);
    }
    if (groups.size === 0) {
      const behind: LogHead[] = [];
      for (const head of known) if (await steps.isBehind(head)) behind.push(head);
      const unpublished = await publishLate(behind);
      for (const head of known) if (!behind.includes(head)) await steps.witness(head);
      return { events: 0, more: false, unpublished, foreign };
    }

    const unpublished: unknown[] = [];
    let sequenced = 0;
    for (const [year, group] of groups) {
      const head = known.find(({ log }) => log.year === year);
      const adopted = head === undefined ? await steps.adopt({ tenant, year }) : undefined;
      const grown = head ?? newHead(tenant, year);
      if (adopted === undefined) await steps.refuseOlder(grown);
      const staged = adopted ?? (await steps.grow(grown, group, namings.get(year)));
      await steps.store(staged);
      if ((await steps.commit(staged)) === 'lost') continue;
      unpublished.push(...(await rollForward(steps, staged.head, staged.stage)));
      if (adopted === undefined) sequenced += group.length;
    }
    const since = events.map(({ eventId }) => eventIdTime(eventId));
    return {
      events: sequenced,
      more: true,
      unpublished,
      foreign,
      ...(since.length > 0 && { waitingSince: Math.min(...since) }),
    };
  };
};
