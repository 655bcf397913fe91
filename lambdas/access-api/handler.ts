import { accessProblems, accessRoutes } from '@temkin/access';
import { cryptoReady } from '@temkin/crypto';
import { generalProblems } from '@temkin/http';
import { httpFunction } from '../http-function.ts';
import { environment, ground, usecases } from './dependencies.ts';

await cryptoReady;

/** HTTP API: staff, facilities, devices and approvals; and the answer to addresses that nothing is at. */
export const handler = httpFunction(ground, environment, {
  routes: accessRoutes(usecases),
  problems: { ...generalProblems, ...accessProblems },
});
