import { route, type Route } from '@temkin/http';
import type { findUponBasis } from '../usecases/find-upon-basis.ts';
import type { withdrawFinding } from '../usecases/withdraw-finding.ts';
import { recordFindingSpec, withdrawFindingSpec } from './finding-specs.ts';
import { basisIn } from './upon-one.ts';

export interface FindingUsecases {
  readonly findUponBasis: ReturnType<typeof findUponBasis>;
  readonly withdrawFinding: ReturnType<typeof withdrawFinding>;
}

/** The routes of what is found of numbers. */
export const findingRoutes = (usecases: FindingUsecases): readonly Route[] => [
  route(recordFindingSpec, async ({ caller, params: { subscriptionId }, body, seed }) => {
    const { foundAt, transactionId, caseId, ...finding } = body;
    const { findingId, receipt } = await usecases.findUponBasis(
      caller,
      {
        ...finding,
        subscriptionId,
        basis: {
          basisId: basisIn({ transactionId, caseId }),
          purpose: caseId === undefined ? 'registration' : 'correction',
        },
        ...(foundAt !== undefined && { foundAt: Date.parse(foundAt) }),
      },
      seed,
    );
    return { body: { findingId, subscriptionId }, receipt };
  }),
  route(withdrawFindingSpec, async ({ caller, params }) => {
    const { findingId, receipt } = await usecases.withdrawFinding(caller, params);
    return { body: { findingId }, receipt };
  }),
];
