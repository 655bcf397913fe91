import { route, type Route } from '@temkin/http';
import { rfc3339, type Clock } from '@temkin/kernel';
import type { RegistryBasis } from '../domain/index.ts';
import type { closeRegistryCase } from '../usecases/close-registry-case.ts';
import type { openRegistryCase } from '../usecases/open-registry-case.ts';
import type { openRegistry } from '../usecases/open-registry.ts';
import type { openTransaction } from '../usecases/open-transaction.ts';
import {
  closeRegistryCaseSpec,
  openRegistryCaseSpec,
  openRegistrySpec,
  openTransactionSpec,
} from './registry-specs.ts';

export interface RegistryUsecases {
  readonly openRegistry: ReturnType<typeof openRegistry>;
  readonly openTransaction: ReturnType<typeof openTransaction>;
  readonly openRegistryCase: ReturnType<typeof openRegistryCase>;
  readonly closeRegistryCase: ReturnType<typeof closeRegistryCase>;
  readonly clock: Clock;
}

/** What of a request's time is left for its answer when it stops making indexes. */
const SPARE_MILLISECONDS = 5_000;

const caseView = ({ basisId, purpose, personId, state, openedAt, closedAt }: RegistryBasis) => ({
  caseId: basisId,
  purpose,
  ...(personId !== undefined && { personId }),
  state,
  openedAt: rfc3339(openedAt),
  ...(closedAt !== undefined && { closedAt: rfc3339(closedAt) }),
});

/** The routes of what is opened before the registry is searched or read. */
export const registryRoutes = (usecases: RegistryUsecases): readonly Route[] => [
  route(openRegistrySpec, async ({ caller, body, deadlineMilliseconds }) => ({
    body: await usecases.openRegistry(caller, {
      ...body,
      isOver: () => usecases.clock.now() > deadlineMilliseconds - SPARE_MILLISECONDS,
    }),
  })),
  route(openTransactionSpec, async ({ caller, body, seed }) => {
    const { opened, receipt } = await usecases.openTransaction(caller, body.purpose, seed);
    const { basisId, purpose, endsAt } = opened;
    return { body: { transactionId: basisId, purpose, endsAt: rfc3339(endsAt) }, receipt };
  }),
  route(openRegistryCaseSpec, async ({ caller, body, seed }) => {
    const { opened, receipt } = await usecases.openRegistryCase(caller, body, seed);
    return { body: caseView(opened), receipt };
  }),
  route(closeRegistryCaseSpec, async ({ caller, params }) => {
    const { closed, receipt } = await usecases.closeRegistryCase(caller, params.caseId);
    return { body: caseView(closed), ...(receipt !== undefined && { receipt }) };
  }),
];
