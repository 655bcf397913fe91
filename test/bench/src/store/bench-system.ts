import {
  addFacility,
  createTenant,
  enrolPrincipal,
  facilityStore,
  principalStore,
  tenantStore,
} from '@temkin/access';
import {
  createTables,
  dynamoClient,
  dynamoTable,
  EMULATOR_CREDENTIALS,
  EMULATOR_REGION,
} from '@temkin/dynamodb';
import { systemClock, systemRandom, type Role } from '@temkin/kernel';
import type { Blobs, Table } from '@temkin/storage';
import { compose } from '../../../../packages/runtimes/local/src/compose.ts';
import { ROLE_SCOPES } from '../../../../packages/runtimes/local/src/demo/role-scopes.ts';
import { startStore } from '../../../../packages/runtimes/local/src/store/index.ts';
import { memoryBlobs } from '../../../support/memory-blobs.ts';
import { memoryRootKeys } from '../../../support/memory-root-key.ts';
import { testCallSigning } from '../../../support/test-call-signing.ts';
import { memorySigner } from '../../../support/memory-signer.ts';
import { noTransfers } from '../../../support/no-transfers.ts';
import { testIssuer } from '../../../support/test-issuer.ts';
import { TENANT } from '../log/made-events.ts';

const ORIGIN = 'http://bench.example';

/** The facility everybody works at. */
export const FACILITY = 'HN-BA-DINH';

/** The longest that an access token may live (access, issuer profile). */
const TOKEN_LIFE_SECONDS = 600;

/** Staff of the bench beside the order system and the desk clerk. */
export const SHIPPERS = Array.from({ length: 8 }, (_, i) => `shipper-${i + 1}`);

/** Who is no shipper, as what. */
const OTHERS: Readonly<Record<string, Role>> = {
  'order-system': 'order-system',
  desk: 'desk-clerk',
  auditor: 'auditor',
};

const roleOf = (subject: string): Role => OTHERS[subject] ?? 'shipper';

/** Makes a request ready to be sent, a GET without a body; signing in is the client's work and belongs to no figure of ours. */
export type Prepare = (body?: unknown) => () => Promise<unknown>;

/** The whole system in this process, over an embedded store in memory. */
export interface BenchSystem {
  /** Signs in, and answers what asks as that subject: Request to Response, answered JSON read. Throws where refused. */
  as(subject: string): Promise<(path: string) => Prepare>;
  /** The client under the application, whose requests can be recorded. */
  readonly client: ReturnType<typeof dynamoClient>;
  /** Another client, configured alike, for the same requests without the application. */
  readonly bareClient: ReturnType<typeof dynamoClient>;
  /** What the names of its tables begin with. */
  readonly prefix: string;
  /** Those tables, by the client of the application. */
  readonly table: Table;
  stop(): Promise<void>;
}

const requestOf = (authorization: string, path: string, body: unknown): Request =>
  body === undefined
    ? new Request(ORIGIN + path, { headers: { authorization } })
    : new Request(ORIGIN + path, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });

const readAnswer = (answer: Response): Promise<unknown> =>
  /^application\/(?:.+\+)?json/.test(answer.headers.get('content-type') ?? '')
    ? answer.json()
    : answer.text();

/** Starts it, with a company, a facility, an order system, a desk clerk, an auditor and eight shippers. */
export const startBenchSystem = async (logBlobs: Blobs = memoryBlobs()): Promise<BenchSystem> => {
  const store = await startStore();
  const newClient = () =>
    dynamoClient({ endpoint: store.endpoint, region: EMULATOR_REGION, credentials: EMULATOR_CREDENTIALS });
  const [client, bareClient] = [newClient(), newClient()];
  const prefix = `bench-${Date.now()}-`;
  await createTables(client, prefix);
  const table = dynamoTable({ client, prefix });
  const issuer = await testIssuer();
  const application = compose({
    table,
    rootKeys: memoryRootKeys(),
    bundleSigner: memorySigner(),
    callSigning: await testCallSigning(systemClock),
    logBlobs,
    registryBlobs: memoryBlobs(),
    transfers: noTransfers,
    logSigner: memorySigner(),
    logPrefix: 'bench.example/v1/audit/log',
    issuers: { profiles: [issuer.profile], keysOf: issuer.keysOf, allowDemoIssuers: false },
    clock: systemClock,
    random: systemRandom,
    notify: { send: async () => undefined },
    wait: async () => undefined,
    faultLog: {
      fault: ({ error }) => {
        throw error;
      },
    },
  });

  const tenants = tenantStore({ table });
  await createTenant({ tenants })({
    tenant: TENANT,
    displayName: 'Bench',
    issuers: [issuer.profile.id],
    // A request is sent many times over, and its store requests again without the application: a nonce would hold once.
    signedRequests: 'off',
  });
  await addFacility({ facilities: facilityStore({ table }) })({
    tenant: TENANT,
    id: FACILITY,
    displayName: 'Bưu cục Ba Đình',
    communeCode: '00004',
  });
  const enrol = enrolPrincipal({ principals: principalStore({ table }) });
  for (const subject of [...Object.keys(OTHERS), ...SHIPPERS]) {
    const isSystem = subject === 'order-system';
    await enrol({
      id: subject,
      subject,
      issuer: issuer.profile.id,
      tenant: TENANT,
      kind: isSystem ? 'system' : 'staff',
      roles: [roleOf(subject)],
      ...(!isSystem && { facility: FACILITY }),
    });
  }

  return {
    client,
    bareClient,
    prefix,
    table,
    as: async (subject) => {
      const token = await issuer.sign({
        tenant: TENANT,
        subject,
        scopes: ROLE_SCOPES[roleOf(subject)],
        issuedAtSeconds: Math.floor(systemClock.now() / 1_000),
        lifeSeconds: TOKEN_LIFE_SECONDS,
      });
      return (path) => (body) => {
        const request = requestOf(`Bearer ${token}`, path, body);
        return async () => {
          const answer = await application.fetch(request);
          const read = await readAnswer(answer);
          if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(read)}`);
          return read;
        };
      };
    },
    stop: async () => {
      client.destroy();
      bareClient.destroy();
      await store.stop();
    },
  };
};
