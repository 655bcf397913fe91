import { cryptoReady } from '@temkin/crypto';
import { generalProblems } from '@temkin/http';
import { bulkProblems, subscriberProblems } from '@temkin/subscriber';
import { httpFunction } from '../http-function.ts';
import { environment, exported, ground, imports, sweeps } from './dependencies.ts';

await cryptoReady;

/** HTTP API: imports, exports and sweeps of the registry. */
export const handler = httpFunction(ground, environment, {
  routes: [...imports.routes, ...exported.routes, ...sweeps.routes],
  problems: { ...generalProblems, ...subscriberProblems, ...bulkProblems },
});
