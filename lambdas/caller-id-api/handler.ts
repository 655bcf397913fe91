import { callProblems } from '@temkin/caller-id';
import { cryptoReady } from '@temkin/crypto';
import { generalProblems } from '@temkin/http';
import { parcelProblems } from '@temkin/parcel';
import { httpFunction } from '../http-function.ts';
import { callerId, environment, ground } from './dependencies.ts';

await cryptoReady;

/** HTTP API: calls that shippers declare, and the numbers that they are made by. Opens contacts for calls, and answers none. */
export const handler = httpFunction(ground, environment, {
  routes: callerId.routes,
  problems: { ...generalProblems, ...parcelProblems, ...callProblems },
});
