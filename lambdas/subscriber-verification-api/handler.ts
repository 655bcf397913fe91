import { cryptoReady } from '@temkin/crypto';
import { generalProblems } from '@temkin/http';
import { subscriberProblems, verificationProblems } from '@temkin/subscriber';
import { httpFunction } from '../http-function.ts';
import { environment, ground, verification } from './dependencies.ts';

await cryptoReady;

/** HTTP API: who holds numbers is verified by sources of identities. */
export const handler = httpFunction(ground, environment, {
  routes: verification.routes,
  problems: { ...generalProblems, ...subscriberProblems, ...verificationProblems },
});
