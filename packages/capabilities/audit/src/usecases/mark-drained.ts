import type { Clock } from '@temkin/kernel';
import { DENIED_AFTER_MILLISECONDS } from '../domain/index.ts';
import type { DrainMarks } from '../store/drain-marks.ts';
import type { Sequenced } from './sequence-logs.ts';

/** So far a mark may stay behind before it is moved: a write a minute, however many batches there are. */
const RENEWED_AFTER_MILLISECONDS = 60_000;

/**
 * Sequences, and marks how far the outbox is drained: up to the oldest event of the batch, or up to the look that found
 * none. An event as old as would deny moves no mark: it leaves the one that stands to grow as old, or comes from somebody
 * whose clock is wrong. Whoever is sequenced for the first time is marked before, so that a log that fails from its first
 * event on denies as well.
 */
export const markDrained = ({
  sequence,
  marks,
  clock,
}: {
  readonly sequence: (tenant: string) => Promise<Sequenced>;
  readonly marks: Pick<DrainMarks, 'begin' | 'advance'>;
  readonly clock: Clock;
}) => {
  const marked = new Map<string, number>();
  return async (tenant: string): Promise<Sequenced> => {
    const began = clock.now();
    if (!marked.has(tenant)) {
      await marks.begin(tenant, began);
      marked.set(tenant, 0);
    }
    const done = await sequence(tenant);
    const oldest = done.waitingSince ?? (done.more ? undefined : began);
    if (oldest === undefined || began - oldest >= DENIED_AFTER_MILLISECONDS) return done;
    const through = Math.min(oldest, began);
    if (through - (marked.get(tenant) ?? 0) < RENEWED_AFTER_MILLISECONDS) return done;
    await marks.advance(tenant, through);
    marked.set(tenant, through);
    return done;
  };
};
