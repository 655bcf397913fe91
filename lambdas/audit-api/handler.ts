import { auditProblems } from '@temkin/audit';
import { cryptoReady } from '@temkin/crypto';
import { generalProblems } from '@temkin/http';
import { httpFunction } from '../http-function.ts';
import { audit, environment, ground } from './dependencies.ts';

await cryptoReady;

/** HTTP API: what auditors ask. */
export const handler = httpFunction(ground, environment, {
  routes: audit.routes,
  problems: { ...generalProblems, ...auditProblems },
});
