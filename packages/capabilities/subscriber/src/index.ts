export type { SubscriptionState } from './domain/index.ts';
