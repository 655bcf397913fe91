import type { Clock } from '@temkin/kernel';
import type { LogTenants } from '../store/log-tenants.ts';
import type { Followed } from './follow-logs.ts';
import { inTurn, type TurnsTaken } from './in-turn.ts';

/** What a run of followers over several tenants did. */
export interface TenantsFollowed extends TurnsTaken {
  /** Entries that the indexes grew by. */
  readonly entries: number;
  /** Entries that are no events of their log. */
  readonly foreign: number;
  /** Numbers of writers that are missing. */
  readonly missing: number;
}

/** One tenant's turn: as long as it takes to index some thousand entries, so that nobody waits for a log that is made anew. */
const TURN_MILLISECONDS = 5_000;

/**
 * Brings the indexes of tenants up to what is published, in turn: of those who are rung for, or of everybody on the list.
 * Throws where the list does not answer.
 */
export const followTenants =
  ({
    follow,
    tenants,
    clock,
  }: {
    readonly follow: (tenant: string, untilMilliseconds: number) => Promise<Followed>;
    readonly tenants: Pick<LogTenants, 'all'>;
    readonly clock: Clock;
  }) =>
  async ({
    rung,
    deadlineMilliseconds,
  }: {
    /** Whose logs have grown; everybody's may have where absent. */
    readonly rung?: readonly string[];
    /** No bundle but a tenant's first begins later, in milliseconds since the epoch. */
    readonly deadlineMilliseconds: number;
  }): Promise<TenantsFollowed> => {
    const done = { entries: 0, foreign: 0 };
    const missing = new Map<string, number>();
    const { faults, remaining } = await inTurn({
      tenants: rung ?? (await tenants.all()),
      clock,
      deadlineMilliseconds,
      work: async (tenant) => {
        const until = Math.min(clock.now() + TURN_MILLISECONDS, deadlineMilliseconds);
        const followed = await follow(tenant, until);
        done.entries += followed.entries;
        done.foreign += followed.foreign;
        // A later turn sees what an earlier one has seen.
        missing.set(tenant, followed.missing);
        return followed.more;
      },
    });
    return {
      ...done,
      missing: [...missing.values()].reduce((sum, count) => sum + count, 0),
      faults,
      remaining,
    };
  };
