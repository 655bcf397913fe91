import {
  addFacility,
  createTenant,
  enrolPrincipal,
  facilityStore,
  principalStore,
  tenantStore,
} from '@temkin/access';
import { DEFAULT_SETTINGS, mustSign } from '@temkin/access/domain';
import { poolNumbers, provisionNumber } from '@temkin/caller-id';
import { groundwork } from '@temkin/composition';
import { cryptoReady } from '@temkin/crypto';
import {
  createTables,
  dynamoClient,
  dynamoTable,
  EMULATOR_CREDENTIALS,
  EMULATOR_REGION,
} from '@temkin/dynamodb';
import { inForce, monthsAfter, type Role } from '@temkin/kernel';
import { operatorSimulator, simVerificationSimulator } from '@temkin/operator';
import { retentionMonths } from '@temkin/parcel/domain';
import type { Table } from '@temkin/storage';
import { compose } from '../../../../packages/runtimes/local/src/compose.ts';
import { ROLE_SCOPES } from '../../../../packages/runtimes/local/src/demo/role-scopes.ts';
import { startStore } from '../../../../packages/runtimes/local/src/store/index.ts';
import { memoryBlobs } from '../../../support/memory-blobs.ts';
import { memoryRootKeys } from '../../../support/memory-root-key.ts';
import { testCallSigning } from '../../../support/test-call-signing.ts';
import { memorySigner } from '../../../support/memory-signer.ts';
import { noTransfers } from '../../../support/no-transfers.ts';
import { provisionHandset } from '../../../support/provisioned-device.ts';
import { signatureFields } from '../../../support/signed-request.ts';
import { testIssuer } from '../../../support/test-issuer.ts';
import { seededBytes } from '../parcels/seeded-random.ts';
import { countTouches } from '../peak/touched-kinds.ts';
import { countRequests } from './count-requests.ts';
import { countedLogs, type CountedLogs } from './counted-logs.ts';
import type { MonthsKept } from './stored-items.ts';
import { sumOf, type Tally } from './tally.ts';

const ORIGIN = 'http://cost.example';
const TENANT = 'ems';
const SEED = 20_261_123;

/** By which shippers call. */
const POOL_NUMBER = '+842439447788';

/** A twelfth of a year. */
const MONTH_SECONDS = (365.25 * 86_400) / 12;

/** Who takes part, as what and where. */
const PEOPLE = {
  'order-system': ['order-system', undefined],
  'sorter-1': ['sorter', 'HCM-TAN-BINH'],
  'sorter-2': ['sorter', 'HN-SORTING'],
  'sorter-3': ['sorter', 'HN-BA-DINH'],
  'desk-clerk-1': ['desk-clerk', 'HN-BA-DINH'],
  'shipper-1': ['shipper', 'HN-BA-DINH'],
  'staff-admin-1': ['staff-admin', undefined],
  'operator-1': ['operator', undefined],
} as const satisfies Readonly<Record<string, readonly [Role, string | undefined]>>;

export type Subject = keyof typeof PEOPLE;

/** An answer, and how many bytes it was: status line left out, header lines and body counted. */
export interface Answered {
  readonly body: unknown;
  readonly byteLength: number;
}

/** A whole system in this process on which nothing depends on the day: its clock stands still, its random is seeded. */
export interface CostSystem {
  readonly tenant: string;
  /** Sets the clock, in milliseconds since the epoch. */
  readonly setClock: (epochMilliseconds: number) => void;
  readonly now: () => number;
  /** Signs in, signs where the role must, and posts, with an idempotency key where one is given. Throws where refused. */
  post(subject: Subject, path: string, body: unknown, idempotencyKey?: string): Promise<Answered>;
  /** What a function of another trigger works with: a process of its own over the same tables. */
  readonly ground: ReturnType<typeof groundwork>;
  /** The logs, of that ground. */
  readonly logs: CountedLogs;
  /** Counts what the application, the ground and the logs ask of store, bucket and key meanwhile. */
  readonly count: (work: () => Promise<unknown>) => Promise<Tally>;
  /** Counts by kind of item what the application and the ground ask of the store meanwhile. */
  readonly touches: (work: () => Promise<unknown>) => ReturnType<typeof countTouches>;
  /** The same tables by a client of its own, which nobody counts. */
  readonly uncounted: Table;
  stop(): Promise<void>;
}

const provision = async (table: Table, issuer: string): Promise<void> => {
  await createTenant({ tenants: tenantStore({ table }) })({
    tenant: TENANT,
    displayName: 'EMS',
    issuers: [issuer],
  });
  const add = addFacility({ facilities: facilityStore({ table }) });
  const facilities = new Set(Object.values(PEOPLE).flatMap(([, facility]) => facility ?? []));
  for (const id of facilities)
    await add({ tenant: TENANT, id, displayName: `Bưu cục ${id}`, communeCode: '00004' });
  const enrol = enrolPrincipal({ principals: principalStore({ table }) });
  for (const [subject, [role, facility]] of Object.entries(PEOPLE))
    await enrol({
      id: subject,
      subject,
      issuer,
      tenant: TENANT,
      kind: role === 'order-system' || role === 'operator' ? 'system' : 'staff',
      roles: [role],
      ...(facility !== undefined && { facility }),
    });
};

const answered = async (answer: Response): Promise<Answered> => {
  const body = await answer.text();
  const lines = [...answer.headers].map(([name, value]) => `${name}: ${value}\r\n`);
  if (!answer.ok) throw new Error(`answered ${answer.status}: ${body}`);
  return { body: JSON.parse(body), byteLength: Buffer.byteLength(lines.join('') + body) };
};

/** What has no last instant of its own is taken to stay as long as what leads to a person (policy `retention-domestic`). */
const keptSince = (startMilliseconds: number, now: () => number): MonthsKept => {
  const { value: months } = inForce(retentionMonths.domestic, startMilliseconds);
  const retainedUntilSeconds = monthsAfter(startMilliseconds, months) / 1_000;
  return (expiresAtSeconds = retainedUntilSeconds) =>
    Math.max(0, expiresAtSeconds - now() / 1_000) / MONTH_SECONDS;
};

/** Starts it over an embedded store in memory, with a company, three facilities and who works there, at an instant. */
export const startCostSystem = async (startMilliseconds: number): Promise<CostSystem> => {
  await cryptoReady;
  const store = await startStore();
  const newClient = () =>
    dynamoClient({ endpoint: store.endpoint, region: EMULATOR_REGION, credentials: EMULATOR_CREDENTIALS });
  const [client, reader] = [newClient(), newClient()];
  await createTables(client);
  const [table, uncounted] = [dynamoTable({ client }), dynamoTable({ client: reader })];
  const issuer = await testIssuer();
  await provision(uncounted, issuer.profile.id);
  const handset = await provisionHandset(uncounted, TENANT);

  let now = startMilliseconds;
  const clock = { now: () => now };
  const random = seededBytes(SEED);
  await provisionNumber({ numbers: poolNumbers(uncounted), clock, random })({
    tenant: TENANT,
    number: POOL_NUMBER,
    brandName: 'EMS',
    displayName: 'EMS',
    longName: 'EMS',
  });
  const rootKeys = memoryRootKeys();
  const application = compose({
    table,
    rootKeys,
    bundleSigner: memorySigner(),
    callSigning: await testCallSigning(clock),
    logBlobs: memoryBlobs(),
    registryBlobs: memoryBlobs(),
    transfers: noTransfers,
    logSigner: memorySigner(),
    logPrefix: 'bench.example/v1/audit/log',
    issuers: { profiles: [issuer.profile], keysOf: issuer.keysOf, allowDemoIssuers: false },
    clock,
    random,
    notify: { send: async () => undefined },
    sims: simVerificationSimulator(),
    callNetwork: operatorSimulator({ clock }),
    wait: async () => undefined,
    faultLog: {
      fault: ({ error }) => {
        throw error;
      },
    },
  });

  const ground = groundwork({ table, rootKey: rootKeys.main, clock, random });
  const logs = countedLogs({ table, clock, random });
  return {
    tenant: TENANT,
    setClock: (epochMilliseconds) => {
      now = epochMilliseconds;
    },
    now: clock.now,
    post: async (subject, path, body, idempotencyKey) => {
      const token = await issuer.sign({
        tenant: TENANT,
        subject,
        scopes: ROLE_SCOPES[PEOPLE[subject][0]],
        issuedAtSeconds: Math.floor(now / 1_000),
        lifeSeconds: 600,
      });
      const url = ORIGIN + path;
      const authorization = `Bearer ${token}`;
      const text = JSON.stringify(body);
      const createdSeconds = Math.floor(now / 1_000);
      const headers = {
        authorization,
        'content-type': 'application/json',
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
        ...(mustSign(DEFAULT_SETTINGS, [PEOPLE[subject][0]]) &&
          signatureFields(handset, { method: 'POST', url, authorization, body: text, createdSeconds })),
      };
      const request = new Request(url, { method: 'POST', headers, body: text });
      return answered(await application.fetch(request));
    },
    ground,
    logs,
    count: async (work) => {
      const since = logs.used();
      const counting = { client, reader, monthsKept: keptSince(startMilliseconds, clock.now) };
      return sumOf([await countRequests(counting, work), since()]);
    },
    touches: (work) => countTouches(client, work),
    uncounted,
    stop: async () => {
      client.destroy();
      reader.destroy();
      await store.stop();
    },
  };
};
