import { route, type Route } from '@temkin/http';
import type { recordFinding } from '../usecases/record-finding.ts';
import type { withdrawFinding } from '../usecases/withdraw-finding.ts';
import { recordFindingSpec, withdrawFindingSpec } from './finding-specs.ts';

export interface FindingUsecases {
  readonly recordFinding: ReturnType<typeof recordFinding>;
  readonly withdrawFinding: ReturnType<typeof withdrawFinding>;
}

/** The routes of what is found of numbers. */
export const findingRoutes = (usecases: FindingUsecases): readonly Route[] => [
  route(recordFindingSpec, async ({ caller, params: { subscriptionId }, body, seed }) => {
    const { foundAt, ...finding } = body;
    const { findingId, receipt } = await usecases.recordFinding(
      caller,
      { ...finding, subscriptionId, ...(foundAt !== undefined && { foundAt: Date.parse(foundAt) }) },
      seed,
    );
    return { body: { findingId, subscriptionId }, receipt };
  }),
  route(withdrawFindingSpec, async ({ caller, params }) => {
    const { findingId, receipt } = await usecases.withdrawFinding(caller, params);
    return { body: { findingId }, receipt };
  }),
];
