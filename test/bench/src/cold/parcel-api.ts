/** Entry of a bundle: the parcel API as a function would compose it. The root key is KMS's there, and nobody's here. */
import { createHash } from 'node:crypto';
import { accessProblems, authenticator, directory, principalStore, remoteKeys } from '@temkin/access';
import { rfc9068Profile } from '@temkin/access/domain';
import { actorPseudonyms, auditProblems, countRefusal, refusalLog } from '@temkin/audit';
import { createWriter, recorder } from '@temkin/audit-event';
import { cryptoReady, keyRing, keyWrap, type RootKey } from '@temkin/crypto';
import { dynamoClient, dynamoTable } from '@temkin/dynamodb';
import { application, generalProblems, idempotencyClaims } from '@temkin/http';
import { eventIds, systemClock as clock, systemRandom as random } from '@temkin/kernel';
import { parcelCapability, parcelProblems } from '@temkin/parcel';
import { tableWrappedKeys } from '@temkin/storage';

await cryptoReady;

const noRootKey: RootKey = {
  generateDataKey: () => Promise.reject(new Error('there is no root key here')),
  unwrap: () => Promise.reject(new Error('there is no root key here')),
};

const client = dynamoClient({
  endpoint: 'http://127.0.0.1:9',
  region: 'local',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});
const table = dynamoTable({ client });
const ringOf = (epochs: 'shared' | 'own') =>
  keyRing({ rootKey: noRootKey, wrappedKeys: tableWrappedKeys(table, clock), clock, random, epochs });
const ring = ringOf('shared');
const actors = actorPseudonyms({ table, keyWrap: keyWrap(ring, 'pseudonym', random), random });
const events = recorder({
  table,
  clock,
  newEventId: eventIds(clock, random),
  writer: createWriter(random),
  actors,
  sha256: (bytes) => createHash('sha256').update(bytes).digest(),
});
const refusals = refusalLog({ recorder: events, countRefusal, clock });
const { routes } = parcelCapability({
  table,
  keyRing: ring,
  escrowRing: ringOf('own'),
  recorder: events,
  actors,
  refusals,
  directory: directory({ table }),
  clock,
  random,
});

const issuer = rfc9068Profile({
  id: 'issuer',
  issuer: 'https://issuer.example',
  jwksUri: 'https://issuer.example/jwks',
  audience: 'urn:temkin:api',
});
const api = application({
  routes,
  problems: { ...generalProblems, ...parcelProblems, ...accessProblems, ...auditProblems },
  authenticator: authenticator({
    profiles: [issuer],
    keysOf: remoteKeys(),
    allowDemoIssuers: false,
    principals: principalStore({ table }),
    clock,
  }),
  refusalLog: refusals,
  idempotencyClaims: idempotencyClaims({ table, keyRing: ring, clock, random }),
  faultLog: { fault: () => undefined },
  clock,
  random,
});

/** The first request: one without a token, which is refused before anything needs a network. */
export const firstStatus = async (): Promise<number> => {
  const answer = await api.fetch(
    new Request('http://api.example/v1/parcels/resolve', { method: 'POST', body: '{}' }),
  );
  await answer.text();
  return answer.status;
};
