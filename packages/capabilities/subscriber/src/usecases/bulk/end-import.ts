import { daysAfter, inForce, type Caller, type Receipt } from '@temkin/kernel';
import {
  importAccountDays,
  isResumable,
  placeFlags,
  type BulkPlace,
  type ImportFailure,
  type RegistryImport,
} from '../../domain/index.ts';
import { importResource, type ImportDesk } from './import-surroundings.ts';

/** How an import ends. */
export type ImportEnd =
  | { readonly state: 'cancelled' }
  | {
      readonly state: 'done';
      /** What its event says besides. */
      readonly flags: readonly string[];
    }
  | { readonly state: 'failed'; readonly failure: ImportFailure; readonly at?: BulkPlace };

/**
 * Ends an import as it was read: its key is gone with that where it cannot be begun again, and its account is kept for as long as the policy says. Then its parts are
 * deleted, which nobody can open any more; whatever is left of them, or comes yet, `workImports` deletes. Undefined where it is no longer as it was read.
 */
export const endImport = ({ recorder, imports, blobs, clock }: ImportDesk) => {
  return async (
    caller: Caller,
    tenant: string,
    known: RegistryImport,
    end: ImportEnd,
  ): Promise<Receipt | undefined> => {
    const { importId } = known;
    const come = { state: end.state, ...(end.state === 'failed' && { failure: end.failure }) };
    const endedAt = clock.now();
    const kept = inForce(importAccountDays, endedAt);
    const recorded = await recorder.commit(
      caller,
      {
        action: 'registry.import',
        outcome: end.state === 'failed' ? 'failed' : 'allowed',
        change: end.state,
        ...(end.state === 'failed' && {
          reason: end.failure,
          ...(end.at !== undefined && { flags: placeFlags(end.at) }),
        }),
        ...(end.state === 'done' && end.flags.length > 0 && { flags: end.flags }),
        resources: [importResource(importId)],
        policies: [kept.id],
      },
      {
        writes: (receipt) =>
          imports.endWrites(tenant, known, {
            ...come,
            ...(end.state === 'failed' && end.at !== undefined && { failedAt: end.at }),
            endedAt,
            expiresAtSeconds: Math.floor(daysAfter(endedAt, kept.value) / 1_000),
            receipt,
          }),
      },
    );
    if (recorded.outcome !== 'committed') return undefined;
    if (!isResumable(come)) await blobs.deleteSome({ of: 'import', tenant, id: importId });
    return recorded.receipt;
  };
};
