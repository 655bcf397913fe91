import { callProblems } from '@temkin/caller-id';
import { cryptoReady } from '@temkin/crypto';
import { generalProblems } from '@temkin/http';
import { parcelProblems } from '@temkin/parcel';
import { httpFunction } from '../http-function.ts';
import { callerId, environment, ground, registers } from './dependencies.ts';

await cryptoReady;

/**
 * HTTP API: calls that shippers declare, the numbers that they are made by, shippers' telephones, accounts and badges. Opens contacts
 * for calls, and answers none.
 */
export const handler = httpFunction(ground, environment, {
  routes: [...callerId.routes, ...registers.routes],
  problems: { ...generalProblems, ...parcelProblems, ...callProblems },
});
