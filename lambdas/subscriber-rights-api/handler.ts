import { cryptoReady } from '@temkin/crypto';
import { generalProblems } from '@temkin/http';
import { rightsProblems, subscriberProblems } from '@temkin/subscriber';
import { httpFunction } from '../http-function.ts';
import { environment, ground, rights } from './dependencies.ts';

await cryptoReady;

/** HTTP API: what people ask of the registry about themselves, with and without an account, and what authorities do. */
export const handler = httpFunction(ground, environment, {
  routes: rights.routes,
  problems: { ...generalProblems, ...subscriberProblems, ...rightsProblems },
});
