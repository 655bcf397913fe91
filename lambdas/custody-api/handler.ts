import { cryptoReady } from '@temkin/crypto';
import { generalProblems } from '@temkin/http';
import { parcelProblems } from '@temkin/parcel';
import { httpFunction } from '../http-function.ts';
import { custody, environment, ground } from './dependencies.ts';

await cryptoReady;

/** HTTP API: custody and its gate, shifts, what facilities have to sort. It opens no label. */
export const handler = httpFunction(ground, environment, {
  routes: custody.routes,
  problems: { ...generalProblems, ...parcelProblems },
});
