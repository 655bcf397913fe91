import { route, type Route } from '@temkin/http';
import { rfc3339 } from '@temkin/kernel';
import type { Case } from '../domain/index.ts';
import type { closeCase } from '../usecases/close-case.ts';
import type { openCase } from '../usecases/open-case.ts';
import { closeCaseSpec, openCaseSpec } from './case-specs.ts';
import { nameIn } from './parcel-name.ts';

export interface CaseUsecases {
  readonly openCase: ReturnType<typeof openCase>;
  readonly closeCase: ReturnType<typeof closeCase>;
}

const caseView = ({ caseId, parcelId, kind, reason, state, openedAt, closedAt }: Case) => ({
  caseId,
  parcelId,
  kind,
  reason,
  state,
  openedAt: rfc3339(openedAt),
  ...(closedAt !== undefined && { closedAt: rfc3339(closedAt) }),
});

/** The routes of cases. */
export const caseRoutes = (usecases: CaseUsecases): readonly Route[] => [
  route(openCaseSpec, async ({ caller, body, seed }) => {
    const { kind, reason } = body;
    const { opened, receipt } = await usecases.openCase(caller, { parcel: nameIn(body), kind, reason }, seed);
    return { body: caseView(opened), receipt };
  }),

  route(closeCaseSpec, async ({ caller, params }) => {
    const { closed, receipt } = await usecases.closeCase(caller, params.caseId);
    return { body: caseView(closed), ...(receipt !== undefined && { receipt }) };
  }),
];
