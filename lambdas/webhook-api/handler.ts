import { cryptoReady } from '@temkin/crypto';
import { generalProblems } from '@temkin/http';
import { webhookProblems } from '@temkin/webhook';
import { httpFunction } from '../http-function.ts';
import { environment, ground, webhooks } from './dependencies.ts';

await cryptoReady;

/** HTTP API: who is told of changes of parcels. */
export const handler = httpFunction(ground, environment, {
  routes: webhooks.routes,
  problems: { ...generalProblems, ...webhookProblems },
});
