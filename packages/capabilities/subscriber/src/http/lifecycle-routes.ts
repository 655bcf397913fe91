import { route, type Route } from '@temkin/http';
import type { MovedSubscription } from '../usecases/move-subscription.ts';
import type { moveUponTransaction } from '../usecases/move-upon-transaction.ts';
import type { transferSubscription } from '../usecases/transfer-subscription.ts';
import {
  resumeSubscriptionSpec,
  suspendSubscriptionSpec,
  terminateSubscriptionSpec,
  transferSubscriptionSpec,
} from './lifecycle-specs.ts';

export interface LifecycleUsecases {
  readonly moveUponTransaction: ReturnType<typeof moveUponTransaction>;
  readonly transferSubscription: ReturnType<typeof transferSubscription>;
}

const movedAnswer = ({ subscriptionId, standing, receipt }: MovedSubscription) => ({
  body: { subscriptionId, ...standing },
  receipt,
});

/** The routes by which registrars move numbers of those who stand before them. */
export const lifecycleRoutes = (usecases: LifecycleUsecases): readonly Route[] => [
  route(suspendSubscriptionSpec, async ({ caller, params, body: { transactionId, level }, seed }) => {
    const move = { name: 'hold', cause: 'holder-request', level } as const;
    return movedAnswer(await usecases.moveUponTransaction(caller, { ...params, transactionId, move }, seed));
  }),
  route(resumeSubscriptionSpec, async ({ caller, params, body: { transactionId }, seed }) => {
    const move = { name: 'lift', cause: 'holder-request', because: 'request-withdrawn' } as const;
    return movedAnswer(await usecases.moveUponTransaction(caller, { ...params, transactionId, move }, seed));
  }),
  route(terminateSubscriptionSpec, async ({ caller, params, body: { transactionId }, seed }) => {
    const move = { name: 'end', cause: 'holder-request' } as const;
    return movedAnswer(await usecases.moveUponTransaction(caller, { ...params, transactionId, move }, seed));
  }),
  route(transferSubscriptionSpec, async ({ caller, params, body, seed }) => {
    const { formerSubscriptionId, subscriptionId, personId, receipt } = await usecases.transferSubscription(
      caller,
      { ...params, ...body },
      seed,
    );
    return {
      body: { formerSubscriptionId, subscriptionId, personId, state: 'pending' as const },
      receipt,
    };
  }),
];
