import type {
  FoundDifference,
  NamedReconciliation,
  ReconciliationName,
  Reconciliations,
} from '../store/reconciliations.ts';
import { refuse } from './refuse.ts';

/** A comparison with some of what it found. */
export interface ShownReconciliation extends NamedReconciliation {
  readonly differences: readonly FoundDifference[];
  /** Behind which id the next page begins. */
  readonly next?: string;
}

/**
 * Shows a comparison of a system with the registry, and the differences that it found so far, by ids of numbers. Opens nothing. Refuses
 * `SUBSCRIBER.RECONCILIATION_UNKNOWN`, also of what is kept no more.
 */
export const readReconciliation =
  ({ reconciliations }: { readonly reconciliations: Reconciliations }) =>
  async (
    name: ReconciliationName,
    { limit, after }: { readonly limit: number; readonly after?: string },
  ): Promise<ShownReconciliation> => {
    const { day, system } = name;
    const kept = await reconciliations.read(name);
    if (kept.version === 0) throw refuse('SUBSCRIBER.RECONCILIATION_UNKNOWN');
    const { found, next } = await reconciliations.differences(name, after, limit);
    return { ...kept, day, system, differences: found, ...(next !== undefined && { next }) };
  };
