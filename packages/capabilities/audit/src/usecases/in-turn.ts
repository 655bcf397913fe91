import type { Clock } from '@temkin/kernel';

/** What became of work for several tenants. */
export interface TurnsTaken {
  /** What kept tenants from being worked for; the others were. */
  readonly faults: readonly unknown[];
  /** Whether the time was up before all was done. */
  readonly remaining: boolean;
}

/** The same, and for whom something may be left to do. */
export interface TurnsAndLeft extends TurnsTaken {
  readonly failed: readonly string[];
  /** Those that the time was up for, in the order of their turns. */
  readonly waiting: readonly string[];
}

/** Works for tenants in turn, a piece each, until none has more to do or the time is up. One that fails stops no other. */
export const inTurn = async ({
  tenants,
  work,
  clock,
  deadlineMilliseconds,
}: {
  readonly tenants: readonly string[];
  /** Whether there is more to do for this one. */
  readonly work: (tenant: string) => Promise<boolean>;
  readonly clock: Clock;
  /** No piece begins later, in milliseconds since the epoch. */
  readonly deadlineMilliseconds: number;
}): Promise<TurnsAndLeft> => {
  const queue = [...tenants];
  const [faults, failed]: [unknown[], string[]] = [[], []];
  while (clock.now() < deadlineMilliseconds) {
    const tenant = queue.shift();
    if (tenant === undefined) break;
    try {
      if (await work(tenant)) queue.push(tenant);
    } catch (error) {
      faults.push(error);
      failed.push(tenant);
    }
  }
  return { faults, remaining: queue.length > 0, failed, waiting: queue };
};
