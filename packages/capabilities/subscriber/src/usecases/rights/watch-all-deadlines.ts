import { byTheClock, type Clock } from '@temkin/kernel';
import type { watchDeadlines } from './watch-deadlines.ts';

/** What a look at everybody's deadlines came to. */
export interface WatchedDeadlines {
  readonly near: number;
  readonly missed: number;
  /** Companies whose deadlines could not be read; the next run looks again. */
  readonly failed: number;
}

/** Companies, as far as anything was ever put on record of them. */
export interface AllCompanies {
  readonly all: () => Promise<readonly string[]>;
}

/**
 * Watches the deadlines of all companies, one after the other, each run beginning with others: where the time is over, the rest is
 * looked at by the next. Whose deadlines cannot be read keep nobody else's from being watched.
 */
export const watchAllDeadlines =
  ({
    companies,
    watch,
    clock,
  }: {
    readonly companies: AllCompanies;
    readonly watch: ReturnType<typeof watchDeadlines>;
    readonly clock: Clock;
  }) =>
  async ({
    deadlineMilliseconds,
    signal,
  }: {
    /** Milliseconds since the epoch. */
    readonly deadlineMilliseconds: number;
    readonly signal?: AbortSignal;
  }): Promise<WatchedDeadlines> => {
    const sum = { near: 0, missed: 0, failed: 0 };
    for (const company of byTheClock(await companies.all(), clock.now())) {
      if (signal?.aborted === true || clock.now() >= deadlineMilliseconds) break;
      try {
        const { near, missed } = await watch(company);
        [sum.near, sum.missed] = [sum.near + near, sum.missed + missed];
      } catch {
        sum.failed += 1;
      }
    }
    return sum;
  };
