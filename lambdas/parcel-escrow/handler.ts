import { cryptoReady } from '@temkin/crypto';
import { generalProblems } from '@temkin/http';
import { parcelProblems } from '@temkin/parcel';
import { httpFunction } from '../http-function.ts';
import { environment, escrow, ground } from './dependencies.ts';

await cryptoReady;

/** HTTP API: parcels without their labels. Nothing else that is deployed can open an escrow copy. */
export const handler = httpFunction(ground, environment, {
  routes: escrow.routes,
  problems: { ...generalProblems, ...parcelProblems },
});
