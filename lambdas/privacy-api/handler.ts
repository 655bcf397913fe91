import { auditProblems } from '@temkin/audit';
import { cryptoReady } from '@temkin/crypto';
import { generalProblems } from '@temkin/http';
import { parcelProblems } from '@temkin/parcel';
import { httpFunction } from '../http-function.ts';
import { environment, ground, privacy, unmasking } from './dependencies.ts';

await cryptoReady;

/** HTTP API: what two people must agree to. */
export const handler = httpFunction(ground, environment, {
  routes: [...privacy.routes, ...unmasking.routes],
  problems: { ...generalProblems, ...parcelProblems, ...auditProblems },
});
