import type { Route } from '@temkin/http';
import type { Table } from '@temkin/storage';
import { reconciliationRoutes } from './http/reconciliation-routes.ts';
import { reconciliations } from './store/reconciliations.ts';
import { listReconciliations } from './usecases/list-reconciliations.ts';
import { readReconciliation } from './usecases/read-reconciliation.ts';

/** Wires how the daily comparisons of systems with the registry are read. Nobody is opened for it. */
export const registryComparisons = ({ table }: { readonly table: Table }) => {
  const kept = { reconciliations: reconciliations(table) };
  const routes: readonly Route[] = reconciliationRoutes({
    listReconciliations: listReconciliations(kept),
    readReconciliation: readReconciliation(kept),
  });
  return { routes };
};
