import { daysAfter, inForce, type Caller, type Receipt } from '@temkin/kernel';
import { exportAccountDays, placeFlags, type BulkPlace, type ExportFailure } from '../../domain/index.ts';
import type { KeptExport } from '../../store/exports.ts';
import { untilSettled } from '../until-settled.ts';
import {
  exportDraft,
  exportResource,
  findExport,
  requireExportState,
  type ExportDesk,
} from './export-surroundings.ts';

/** How an export ends of which nothing is left. */
export type ExportEnd =
  | { readonly state: 'cancelled' | 'expired' }
  | { readonly state: 'failed'; readonly failure: ExportFailure; readonly at: BulkPlace };

/**
 * Ends an export as it was read: whatever key of it there is goes with that, and what was written is deleted, whatever is left of it by
 * `workExports`; its account is kept for as long as the policy says. Undefined where it is no longer as it was read.
 */
export const endExport = ({ recorder, exports, blobs, clock }: ExportDesk) => {
  return async (
    caller: Caller,
    tenant: string,
    known: KeptExport,
    come: ExportEnd,
  ): Promise<Receipt | undefined> => {
    const { exportId, version } = known;
    const endedAt = clock.now();
    const kept = inForce(exportAccountDays, endedAt);
    const { state } = come;
    const failed = come.state === 'failed' ? come : undefined;
    const expiresAtSeconds = Math.floor(daysAfter(endedAt, kept.value) / 1_000);
    const recorded = await recorder.commit(
      caller,
      {
        ...exportDraft(known),
        ...(failed && { outcome: 'failed', reason: failed.failure, flags: placeFlags(failed.at) }),
        change: state,
        resources: [exportResource(exportId)],
        policies: [kept.id],
      },
      {
        writes: (receipt) =>
          exports.endWrites(
            { tenant, exportId, version },
            {
              state,
              endedAt,
              expiresAtSeconds,
              ...(failed && { failure: failed.failure, failedAt: failed.at }),
            },
            receipt,
          ),
      },
    );
    if (recorded.outcome !== 'committed') return undefined;
    await blobs.deleteSome({ of: 'export', tenant, id: exportId });
    return recorded.receipt;
  };
};

/**
 * Cancels an export: of what was written nothing is left here. What was fetched by then was handed over. Refuses `EXPORT.UNKNOWN`, and
 * `EXPORT.STATE_NOT_ALLOWED` of one that has expired.
 */
export const cancelExport = (surroundings: ExportDesk) => {
  const find = findExport(surroundings);
  const end = endExport(surroundings);
  return (caller: Caller, exportId: string): Promise<{ readonly receipt: Receipt }> =>
    untilSettled(async () => {
      const known = await find(caller, exportId);
      if (known.state === 'cancelled') return { receipt: known.last };
      requireExportState(known, 'asked', 'running', 'done');
      const receipt = await end(caller, caller.principal.tenant, known, { state: 'cancelled' });
      return receipt && { receipt };
    });
};
