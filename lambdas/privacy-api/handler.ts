import { cryptoReady } from '@temkin/crypto';
import { generalProblems } from '@temkin/http';
import { parcelProblems } from '@temkin/parcel';
import { httpFunction } from '../http-function.ts';
import { environment, ground, privacy } from './dependencies.ts';

await cryptoReady;

/** HTTP API: what two people must agree to about a parcel. */
export const handler = httpFunction(ground, environment, {
  routes: privacy.routes,
  problems: { ...generalProblems, ...parcelProblems },
});
