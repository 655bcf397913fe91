import type { NamedReconciliation, ReconciliationName, Reconciliations } from '../store/reconciliations.ts';

/** A comparison of a system with the registry, by its day and system. */
export type Comparison = NamedReconciliation;

/** Which comparison of a company. */
export type ComparisonName = Omit<ReconciliationName, 'tenant'>;

/** Lists the comparisons of a company, the latest first, a page of them behind one. Opens nothing. */
export const listReconciliations =
  ({ reconciliations }: { readonly reconciliations: Reconciliations }) =>
  (
    tenant: string,
    page: { readonly limit: number; readonly after?: ComparisonName },
  ): Promise<{ readonly reconciliations: readonly Comparison[]; readonly isMore: boolean }> =>
    reconciliations.list(tenant, page);
