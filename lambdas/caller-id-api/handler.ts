import { callProblems } from '@temkin/caller-id';
import { cryptoReady } from '@temkin/crypto';
import { generalProblems } from '@temkin/http';
import { contactProblems } from '@temkin/parcel';
import { httpFunction } from '../http-function.ts';
import { callerId, environment, ground, registers, reports } from './dependencies.ts';

await cryptoReady;

/**
 * HTTP API: calls that shippers declare, what networks report of them, the numbers that they are made by, shippers' telephones,
 * accounts and badges. Opens contacts for calls, and answers none.
 */
export const handler = httpFunction(ground, environment, {
  routes: [...callerId.routes, ...reports.routes, ...registers.routes],
  problems: { ...generalProblems, ...contactProblems, ...callProblems },
});
