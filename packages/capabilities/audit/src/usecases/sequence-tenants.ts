import { byTheClock, type Clock } from '@temkin/kernel';
import type { DrainMarks } from '../store/drain-marks.ts';
import type { LogTenants } from '../store/log-tenants.ts';
import { inTurn } from './in-turn.ts';
import type { Sequenced } from './sequence-logs.ts';

/** What a run over several tenants did. */
export interface TenantsSequenced {
  /** Entries that the logs grew by, openings left out. */
  readonly events: number;
  /** Items of the outbox that are no events. */
  readonly foreign: number;
  /**
   * When the oldest event was made that was found waiting, or that may wait where a batch failed or its turn did not come, in
   * milliseconds since the epoch.
   */
  readonly waitingSince?: number;
  /** What kept checkpoints from being published, or from being cosigned. */
  readonly unpublished: readonly unknown[];
  /** What kept tenants' logs from being worked for; the others were. */
  readonly faults: readonly unknown[];
  /** Whether the time was up before all was done. */
  readonly remaining: boolean;
}

/** The faults of several logs, each for itself. */
const apart = (fault: unknown): readonly unknown[] =>
  fault instanceof AggregateError ? fault.errors : [fault];

/**
 * Works for tenants in turn, a batch each, until nothing waits or the time is up. Whoever is rung for is put on a list
 * first, and a run without a ring works for everybody on it: so a ring that was heard once cannot be lost, and one tenant
 * whose log is at fault stops no other. A run for everybody begins elsewhere on the list each minute, so that nobody is
 * always last. Witnesses are asked in the time that is left then: they may take it. Throws where the list does not answer.
 */
export const sequenceTenants = ({
  sequence,
  witness,
  tenants,
  marks,
  clock,
}: {
  readonly sequence: (tenant: string) => Promise<Sequenced>;
  /** Has a tenant's logs cosigned; what kept them from it. */
  readonly witness: (tenant: string) => Promise<readonly unknown[]>;
  readonly tenants: LogTenants;
  readonly marks: Pick<DrainMarks, 'through'>;
  readonly clock: Clock;
}) => {
  const listed = new Set<string>();
  const list = async (tenant: string): Promise<void> => {
    if (listed.has(tenant)) return;
    await tenants.add(tenant);
    listed.add(tenant);
  };

  return async ({
    rung,
    deadlineMilliseconds,
  }: {
    /** Who has something waiting; everybody may have where absent. */
    readonly rung?: readonly string[];
    /** No batch begins later, in milliseconds since the epoch. */
    readonly deadlineMilliseconds: number;
  }): Promise<TenantsSequenced> => {
    for (const tenant of rung ?? []) await list(tenant);
    const [done, foreign] = [{ events: 0 }, new Map<string, number>()];
    const [since, unpublished]: [number[], unknown[]] = [[], []];
    const everybody = rung ?? byTheClock(await tenants.all(), clock.now());
    const { faults, remaining, failed, waiting } = await inTurn({
      tenants: everybody,
      clock,
      deadlineMilliseconds,
      work: async (tenant) => {
        const batch = await sequence(tenant);
        done.events += batch.events;
        // They stay where they are, and every batch comes upon them anew.
        foreign.set(tenant, Math.max(foreign.get(tenant) ?? 0, batch.foreign));
        if (batch.waitingSince !== undefined) since.push(batch.waitingSince);
        unpublished.push(...batch.unpublished);
        return batch.more;
      },
    });
    const witnessed = await inTurn({
      tenants: everybody,
      clock,
      deadlineMilliseconds,
      work: async (tenant) => {
        unpublished.push(...(await witness(tenant)));
        return false;
      },
    });
    unpublished.push(...witnessed.faults);
    for (const tenant of [...failed, ...waiting]) {
      const through = await marks.through(tenant);
      if (through !== undefined) since.push(through);
    }
    return {
      ...done,
      foreign: [...foreign.values()].reduce((sum, count) => sum + count, 0),
      ...(since.length > 0 && { waitingSince: Math.min(...since) }),
      unpublished,
      faults: faults.flatMap(apart),
      remaining,
    };
  };
};
