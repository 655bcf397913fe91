import type { StoredChange } from '@temkin/audit';
import { changesOf, lookWhomToTell, reconcile, shred } from './background-steps.ts';
import { startCostSystem } from './cost-system.ts';
import { issueBatch, SCANS, scanEach } from './foreground-steps.ts';
import type { Step } from './step.ts';

const HOUR = 3_600_000;

/** A Monday morning in Hà Nội. */
const ISSUED_AT = Date.parse('2026-11-23T08:00:00+07:00');

/** Parcels of the batch that are followed, beside the one that goes ahead. */
const FOLLOWED = 5;

/**
 * Takes parcels from issue to their end through the composed application over an embedded store, and
 * counts each step's share of one of them, in warm processes. The same on every machine and in every run.
 */
export const journey = async (): Promise<readonly Step[]> => {
  const system = await startCostSystem(ISSUED_AT);
  try {
    const { step: issued, parcels } = await issueBatch(system, FOLLOWED + 1);
    const followed = parcels.slice(1);
    const shift = { shipper: 'shipper-1', facility: 'HN-BA-DINH' };
    await system.post('desk-clerk-1', '/v1/shifts', shift);

    const changes: StoredChange[] = [...(await changesOf(system, followed))];
    const scanned: Step[] = [];
    for (const [i, scan] of SCANS.entries()) {
      system.setClock(ISSUED_AT + (i + 1) * HOUR);
      scanned.push(await scanEach(system, parcels, scan));
      if (scan.moves) changes.push(...(await changesOf(system, followed)));
    }
    const reconciled = await reconcile(system, changes, followed.length);
    const looked = await lookWhomToTell(system);
    return [issued, ...scanned, reconciled, looked, ...(await shred(system, ISSUED_AT))];
  } finally {
    await system.stop();
  }
};
