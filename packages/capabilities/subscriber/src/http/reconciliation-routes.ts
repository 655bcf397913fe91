import { route, type Route } from '@temkin/http';
import type { ReconciledSystem } from '../domain/index.ts';
import type { Comparison, ComparisonName, listReconciliations } from '../usecases/list-reconciliations.ts';
import type { readReconciliation } from '../usecases/read-reconciliation.ts';
import {
  listReconciliationsSpec,
  readReconciliationSpec,
  RECONCILIATION_ID,
} from './reconciliation-specs.ts';

export interface ReconciliationUsecases {
  readonly listReconciliations: ReturnType<typeof listReconciliations>;
  readonly readReconciliation: ReturnType<typeof readReconciliation>;
}

const idOf = ({ day, system }: ComparisonName): string => `${day}.${system}`;

const nameOf = (id: string): ComparisonName => {
  const { day = '', system } = RECONCILIATION_ID.exec(id)?.groups ?? {};
  return { day, system: system as ReconciledSystem };
};

const view = ({ day, system, phase, compared, differing }: Comparison) => ({
  reconciliationId: idOf({ day, system }),
  day,
  system,
  state: phase === 'done' ? ('finished' as const) : ('running' as const),
  compared,
  differing,
});

/** The routes of comparisons of systems with the registry. */
export const reconciliationRoutes = (usecases: ReconciliationUsecases): readonly Route[] => [
  route(listReconciliationsSpec, async ({ caller, query: { limit, cursor } }) => {
    const { reconciliations, isMore } = await usecases.listReconciliations(caller.principal.tenant, {
      limit,
      ...(cursor !== undefined && { after: nameOf(cursor) }),
    });
    const last = reconciliations.at(-1);
    return {
      body: {
        reconciliations: reconciliations.map(view),
        ...(isMore && last !== undefined && { cursor: idOf(last) }),
      },
    };
  }),
  route(readReconciliationSpec, async ({ caller, params, query: { limit, cursor } }) => {
    const { differences, next, ...kept } = await usecases.readReconciliation(
      { tenant: caller.principal.tenant, ...nameOf(params.reconciliationId) },
      { limit, ...(cursor !== undefined && { after: cursor }) },
    );
    return { body: { ...view(kept), differences, ...(next !== undefined && { cursor: next }) } };
  }),
];
