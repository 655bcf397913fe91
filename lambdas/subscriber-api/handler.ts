import { cryptoReady } from '@temkin/crypto';
import { generalProblems } from '@temkin/http';
import { subscriberProblems } from '@temkin/subscriber';
import { httpFunction } from '../http-function.ts';
import { environment, ground, subscribers } from './dependencies.ts';

await cryptoReady;

/** HTTP API: what registrars and support do with the subscriber registry. */
export const handler = httpFunction(ground, environment, {
  routes: subscribers.routes,
  problems: { ...generalProblems, ...subscriberProblems },
});
