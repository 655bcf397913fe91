import { cryptoReady } from '@temkin/crypto';
import { generalProblems } from '@temkin/http';
import { subscriberProblems } from '@temkin/subscriber';
import { httpFunction } from '../http-function.ts';
import { environment, ground, imports } from './dependencies.ts';

await cryptoReady;

/** HTTP API: imports of the registry. */
export const handler = httpFunction(ground, environment, {
  routes: imports.routes,
  problems: { ...generalProblems, ...subscriberProblems },
});
