import { route, type Route } from '@temkin/http';
import type { registerSubscription } from '../usecases/register-subscription.ts';
import { registerSubscriptionSpec } from './subscription-specs.ts';

export interface SubscriptionUsecases {
  readonly registerSubscription: ReturnType<typeof registerSubscription>;
}

/** The routes of numbers. */
export const subscriptionRoutes = (usecases: SubscriptionUsecases): readonly Route[] => [
  route(registerSubscriptionSpec, async ({ caller, body, seed }) => {
    const { subscriptionId, personId, receipt } = await usecases.registerSubscription(caller, body, seed);
    return { body: { subscriptionId, personId, state: 'pending' as const }, receipt };
  }),
];
