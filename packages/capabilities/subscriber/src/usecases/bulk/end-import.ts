import { daysAfter, inForce, type Caller, type Receipt } from '@temkin/kernel';
import { importAccountDays, type ImportFailure, type RegistryImport } from '../../domain/index.ts';
import { importResource, type ImportDesk } from './import-surroundings.ts';

/** How an import ends. */
export type ImportEnd =
  | { readonly state: 'cancelled' }
  | {
      readonly state: 'done';
      /** What its event says besides. */
      readonly flags: readonly string[];
    }
  | { readonly state: 'failed'; readonly failure: ImportFailure };

/**
 * Ends an import as it was read: its key is gone with that, and its account is kept for as long as the policy says. Then its parts are
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
    const endedAt = clock.now();
    const kept = inForce(importAccountDays, endedAt);
    const recorded = await recorder.commit(
      caller,
      {
        action: 'registry.import',
        outcome: end.state === 'failed' ? 'failed' : 'allowed',
        change: end.state,
        ...(end.state === 'failed' && { reason: end.failure }),
        ...(end.state === 'done' && end.flags.length > 0 && { flags: end.flags }),
        resources: [importResource(importId)],
        policies: [kept.id],
      },
      {
        writes: (receipt) =>
          imports.endWrites(tenant, known, {
            state: end.state,
            ...(end.state === 'failed' && { failure: end.failure }),
            endedAt,
            expiresAtSeconds: Math.floor(daysAfter(endedAt, kept.value) / 1_000),
            receipt,
          }),
      },
    );
    if (recorded.outcome !== 'committed') return undefined;
    await blobs.deleteSome({ of: 'import', tenant, id: importId });
    return recorded.receipt;
  };
};
