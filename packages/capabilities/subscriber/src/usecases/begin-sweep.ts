import { inForce, type Caller, type Receipt } from '@temkin/kernel';
import { bucketsFor, junkLimits, sweepRetention } from '../domain/index.ts';
import { countHolders } from './count-holders.ts';
import { idFrom } from './new-person.ts';
import { refuse, sweepResource } from './refuse.ts';
import { SWEPT_FIELDS } from './swept-person.ts';
import type { SweepRegistry } from './sweep-registry.ts';
import { untilSettled } from './until-settled.ts';

const KEY_BYTES = 32;

const DAY_SECONDS = 86_400;

/** A sweep that was begun. */
export interface BegunSweep {
  readonly sweepId: string;
  /** Milliseconds since the epoch: the sweep is of this instant. */
  readonly startedAt: number;
  readonly receipt: Receipt;
}

/**
 * Begins a sweep of the whole registry, under keys of its own. Its event says which fields of everybody will be opened, and is durable
 * before any is. The same seed answers the same sweep again. Refuses `SUBSCRIBER.SWEEP_RUNNING` while another is under way.
 */
export const beginSweep = (registry: SweepRegistry) => {
  const { recorder, sweeps, clock, random } = registry;

  return async (caller: Caller, seed: Uint8Array): Promise<BegunSweep> => {
    const { tenant } = caller.principal;
    const sweepId = idFrom(seed, 'sweep');

    return untilSettled(async () => {
      const again = await sweeps.find({ tenant, sweepId });
      if (again !== undefined) return { sweepId, startedAt: again.startedAt, receipt: again.begun };
      if ((await sweeps.running(tenant)) !== undefined)
        throw refuse('SUBSCRIBER.SWEEP_RUNNING', { retryAfterSeconds: 600 });

      const startedAt = clock.now();
      const [limits, retention] = [inForce(junkLimits, startedAt), inForce(sweepRetention, startedAt)];
      const holders = await countHolders(registry, tenant);
      const expiresAtSeconds = Math.ceil(startedAt / 1_000) + retention.value * DAY_SECONDS;
      const writes = await sweeps.beginWrites(
        tenant,
        { sweepId, startedAt, holders, buckets: bucketsFor(holders), expiresAtSeconds },
        { facts: random(KEY_BYTES), hits: random(KEY_BYTES) },
      );
      const recorded = await recorder.commit(
        caller,
        {
          action: 'registry.sweep',
          outcome: 'allowed',
          change: 'begun',
          groups: [...SWEPT_FIELDS.person, ...SWEPT_FIELDS.subscription],
          policies: [limits.id, retention.id],
          resources: [sweepResource(sweepId)],
        },
        { writes },
      );
      return recorded.outcome === 'committed' ? { sweepId, startedAt, receipt: recorded.receipt } : undefined;
    });
  };
};
