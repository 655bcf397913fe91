import type { StoredChange } from '@temkin/audit';
import { changesOf, lookWhomToTell, reconcile, shredLabels, shredParcels } from './background-steps.ts';
import { callEach } from './call-steps.ts';
import { startCostSystem } from './cost-system.ts';
import { issueBatch, OUT_FOR_DELIVERY, SCANS, scanEach } from './foreground-steps.ts';
import { logSteps, moveEvents, type RecordedStep } from './log-steps.ts';
import type { Step } from './step.ts';

const HOUR = 3_600_000;

/** A Monday morning in Hà Nội. */
const ISSUED_AT = Date.parse('2026-11-23T08:00:00+07:00');

/** All is logged on its own day, whatever the order in which it is counted. */
const LOGGED_AFTER = 12 * HOUR;

/** The shipper's own telephone. */
const SHIPPERS_NUMBER = '+84912000001';

/** Parcels of the batch that are followed, beside the one that goes ahead. */
const FOLLOWED = 5;

/**
 * Takes parcels from issue to their end through the composed application over an embedded store, and
 * counts each step's share of one of them, in warm processes. The same on every machine and in every run.
 */
export const journey = async (): Promise<readonly Step[]> => {
  const system = await startCostSystem(ISSUED_AT);
  try {
    const recorded: RecordedStep[] = [];
    const recordAll = async (steps: readonly Step[]): Promise<readonly Step[]> => {
      const events = await moveEvents(system);
      recorded.push(...steps.map((step) => ({ step, events })));
      return steps;
    };
    const record = async (step: Step): Promise<Step> => {
      await recordAll([step]);
      return step;
    };
    const { step: issued, parcels } = await issueBatch(system, FOLLOWED + 1);
    await record(issued);
    const followed = parcels.slice(1);
    const shift = { shipper: 'shipper-1', facility: 'HN-BA-DINH' };
    await system.post('desk-clerk-1', '/v1/shifts', shift);
    const telephone = { shipper: 'shipper-1', number: SHIPPERS_NUMBER };
    await system.post('staff-admin-1', '/v1/staff-numbers', telephone, 'telephone');
    await moveEvents(system);

    const changes: StoredChange[] = [...(await changesOf(system, followed))];
    const travelled: Step[] = [];
    for (const [i, scan] of SCANS.entries()) {
      system.setClock(ISSUED_AT + (i + 1) * HOUR);
      travelled.push(await record(await scanEach(system, parcels, scan)));
      if (scan.moves) changes.push(...(await changesOf(system, followed)));
      if (scan === OUT_FOR_DELIVERY) travelled.push(...(await recordAll(await callEach(system, parcels))));
    }
    const reconciled = await reconcile(system, changes, followed.length);
    const looked = await lookWhomToTell(system);
    const shredded = [
      await record(await shredLabels(system, ISSUED_AT)),
      await record(await shredParcels(system, ISSUED_AT)),
    ];
    system.setClock(ISSUED_AT + LOGGED_AFTER);
    return [issued, ...travelled, reconciled, looked, ...shredded, ...(await logSteps(system, recorded))];
  } finally {
    await system.stop();
  }
};
