import { auditProblems, auditRoutes } from '@temkin/audit';
import { cryptoReady } from '@temkin/crypto';
import { generalProblems } from '@temkin/http';
import { httpFunction } from '../http-function.ts';
import { environment, ground, usecases } from './dependencies.ts';

await cryptoReady;

/** HTTP API: what auditors ask. */
export const handler = httpFunction(ground, environment, {
  routes: auditRoutes(usecases),
  problems: { ...generalProblems, ...auditProblems },
});
