import { route, type Route } from '@temkin/http';
import type { amendSubscription } from '../usecases/amend-subscription.ts';
import type { registerSubscription } from '../usecases/register-subscription.ts';
import { amendSubscriptionSpec, registerSubscriptionSpec } from './subscription-specs.ts';

export interface SubscriptionUsecases {
  readonly registerSubscription: ReturnType<typeof registerSubscription>;
  readonly amendSubscription: ReturnType<typeof amendSubscription>;
}

/** The routes of numbers. */
export const subscriptionRoutes = (usecases: SubscriptionUsecases): readonly Route[] => [
  route(registerSubscriptionSpec, async ({ caller, body, seed }) => {
    const { subscriptionId, personId, receipt } = await usecases.registerSubscription(caller, body, seed);
    return { body: { subscriptionId, personId, state: 'pending' as const }, receipt };
  }),
  route(amendSubscriptionSpec, async ({ caller, params, body }) => {
    const { receipt, ...amended } = await usecases.amendSubscription(caller, { ...params, ...body });
    return { body: amended, receipt };
  }),
];
