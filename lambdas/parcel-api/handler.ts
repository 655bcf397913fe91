import { cryptoReady } from '@temkin/crypto';
import { generalProblems } from '@temkin/http';
import { parcelProblems } from '@temkin/parcel';
import { httpFunction } from '../http-function.ts';
import { environment, ground, parcels } from './dependencies.ts';

await cryptoReady;

/** HTTP API: issues, resolves, follows and revokes parcels; cases. */
export const handler = httpFunction(ground, environment, {
  routes: parcels.routes,
  problems: { ...generalProblems, ...parcelProblems },
});
