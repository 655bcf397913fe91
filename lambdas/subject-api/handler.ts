import { cryptoReady } from '@temkin/crypto';
import { generalProblems } from '@temkin/http';
import { parcelProblems } from '@temkin/parcel';
import { httpFunction } from '../http-function.ts';
import { environment, ground, subjects } from './dependencies.ts';

await cryptoReady;

/** HTTP API: what staff do for the people of parcels. */
export const handler = httpFunction(ground, environment, {
  routes: subjects.routes,
  problems: { ...generalProblems, ...parcelProblems },
});
