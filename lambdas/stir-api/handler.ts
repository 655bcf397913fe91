import { callProblems } from '@temkin/caller-id';
import { cryptoReady } from '@temkin/crypto';
import { generalProblems } from '@temkin/http';
import { httpFunction } from '../http-function.ts';
import { environment, ground, lookAtRenewals, signing } from './dependencies.ts';

await cryptoReady;

const answer = httpFunction(
  ground,
  {
    ...environment,
    believesClientCertificates: environment.TEMKIN_CALL_SIGNING.clientCertificates === 'edge',
  },
  { routes: signing.routes, problems: { ...generalProblems, ...callProblems } },
);

/** HTTP API: signs and verifies calls for networks. Nothing else that is deployed can sign one. Says what runs out, too. */
export const handler: typeof answer = (...request) => {
  lookAtRenewals();
  return answer(...request);
};
