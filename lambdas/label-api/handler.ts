import { cryptoReady } from '@temkin/crypto';
import { generalProblems } from '@temkin/http';
import { parcelProblems } from '@temkin/parcel';
import { httpFunction } from '../http-function.ts';
import { environment, ground, labels } from './dependencies.ts';

await cryptoReady;

/** HTTP API: draws labels. It opens none. */
export const handler = httpFunction(ground, environment, {
  routes: labels.routes,
  problems: { ...generalProblems, ...parcelProblems },
});
