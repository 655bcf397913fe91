import { callProblems } from '@temkin/caller-id';
import { cryptoReady } from '@temkin/crypto';
import { generalProblems } from '@temkin/http';
import { httpFunction } from '../http-function.ts';
import { environment, ground, signing } from './dependencies.ts';

await cryptoReady;

/** HTTP API: signs and verifies calls for networks. Nothing else that is deployed can sign one. */
export const handler = httpFunction(
  ground,
  {
    ...environment,
    believesClientCertificates: environment.TEMKIN_CALL_SIGNING.clientCertificates === 'edge',
  },
  { routes: signing.routes, problems: { ...generalProblems, ...callProblems } },
);
