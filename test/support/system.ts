import {
  addFacility,
  createTenant,
  enrolPrincipal,
  facilityStore,
  principalStore,
  tenantStore,
} from '@temkin/access';
import { cryptoReady, type RootKey } from '@temkin/crypto';
import type { FaultLog } from '@temkin/http';
import { systemRandom } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { compose } from '../../packages/runtimes/local/src/compose.ts';
import { PERSONAS, type Persona } from '../../packages/runtimes/local/src/demo/personas.ts';
import { DEMO_TENANTS } from '../../packages/runtimes/local/src/demo/tenants.ts';
import { memoryRootKey } from './memory-root-key.ts';
import { testTable } from './store.ts';
import { testClock, type TestClock } from './test-clock.ts';
import { testIssuer, type TestIssuer } from './test-issuer.ts';

/** Where the application under test is asked. */
export const ORIGIN = 'http://api.example';

/** A Monday morning in Hà Nội. */
const MONDAY_MORNING = Date.parse('2026-11-23T08:00:00+07:00');

const TOKEN_LIFE_SECONDS = 300;

/** How a persona's token differs from the usual one. */
export interface TokenOptions {
  /** Instead of the persona's own scopes. */
  readonly scopes?: readonly string[];
  /** From now, by the system's clock; 0 or less for a token that is refused as expired. */
  readonly expiresInSeconds?: number;
  /** Instead of a client of the persona's own: an app that many people use, say. */
  readonly client?: string;
}

/** Asks as somebody: signs in anew for every request, so that a moved clock leaves no token behind. */
export interface Client {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** A `body` that is no string is sent as JSON; undefined sends none. */
  post(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
}

/** The whole system in one process, over fresh tables of the test file's store. */
export interface TestSystem {
  fetch(request: Request): Promise<Response>;
  /** By the subject of a persona of the demo, or of one who was enrolled. */
  as(subject: string, token?: TokenOptions): Client;
  tokenFor(subject: string, options?: TokenOptions): Promise<string>;
  /** Enrols somebody beyond the personas of the demo; the id is the subject. */
  enrol(persona: Persona): Promise<void>;
  /** The table itself, without what `wrapTable` puts around it. */
  readonly table: Table;
  readonly clock: TestClock;
  readonly rootKeys: { readonly main: RootKey; readonly escrow: RootKey };
  /** Every bug that was reported so far. Most tests want none. */
  readonly faults: readonly Parameters<FaultLog['fault']>[0][];
}

export interface TestSystemOptions {
  /** Where the clock starts, in milliseconds since the epoch. */
  readonly now?: number;
  /** What the application gets for a table: one that loses writes, say. Seeding goes around it. */
  readonly wrapTable?: (table: Table) => Table;
}

const enrolling = (table: Table, { profile }: TestIssuer) => {
  const enrol = enrolPrincipal({ principals: principalStore({ table }) });
  return ({ subject, tenant, kind, roles, facility }: Persona): Promise<void> =>
    enrol({
      id: subject,
      subject,
      issuer: profile.id,
      tenant,
      kind,
      roles,
      ...(facility !== undefined && { facility }),
    });
};

const createTenants = async (table: Table, { profile }: TestIssuer): Promise<void> => {
  const create = createTenant({ tenants: tenantStore({ table }) });
  const add = addFacility({ facilities: facilityStore({ table }) });
  for (const { tenant, displayName, facilities } of DEMO_TENANTS) {
    await create({ tenant, displayName, issuers: [profile.id] });
    await Promise.all(facilities.map((facility) => add({ tenant, ...facility })));
  }
};

const posted = (path: string, headers: Headers, body: unknown): Request => {
  if (body === undefined) return new Request(ORIGIN + path, { method: 'POST', headers });
  if (!headers.has('content-type')) headers.set('content-type', 'application/json');
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return new Request(ORIGIN + path, { method: 'POST', headers, body: text });
};

/**
 * Composes the system over fresh tables and provisions the tenants, facilities and personas of the demo. Call it at the
 * top level of a test file, with `await`: cleaning up is registered here.
 */
export const testSystem = async ({
  now = MONDAY_MORNING,
  wrapTable = (table) => table,
}: TestSystemOptions = {}): Promise<TestSystem> => {
  await cryptoReady;
  const [{ table }, issuer] = await Promise.all([testTable(), testIssuer()]);
  const clock = testClock(now);
  const rootKeys = { main: memoryRootKey(), escrow: memoryRootKey() };
  const faults: Parameters<FaultLog['fault']>[0][] = [];
  const application = compose({
    table: wrapTable(table),
    rootKeys,
    issuers: { profiles: [issuer.profile], keysOf: issuer.keysOf, allowDemoIssuers: false },
    clock,
    random: systemRandom,
    faultLog: { fault: (fault) => void faults.push(fault) },
  });

  const fetch: TestSystem['fetch'] = (request) => application.fetch(request);

  const people = new Map(PERSONAS.map((persona) => [persona.subject, persona]));
  const enrolOne = enrolling(table, issuer);
  await createTenants(table, issuer);
  await Promise.all(PERSONAS.map(enrolOne));

  const tokenFor: TestSystem['tokenFor'] = async (subject, options = {}) => {
    const persona = people.get(subject);
    if (persona === undefined) throw new Error(`nobody is called ${subject}`);
    const { scopes = persona.scopes, expiresInSeconds = TOKEN_LIFE_SECONDS, client } = options;
    const nowSeconds = Math.floor(clock.now() / 1_000);
    // A token that has expired was issued before.
    const issuedAtSeconds = Math.min(nowSeconds, nowSeconds + expiresInSeconds);
    const lifeSeconds = nowSeconds + expiresInSeconds - issuedAtSeconds;
    return issuer.sign({ tenant: persona.tenant, subject, client, scopes, issuedAtSeconds, lifeSeconds });
  };

  return {
    fetch,
    tokenFor,
    table,
    clock,
    rootKeys,
    faults,
    enrol: async (persona) => {
      await enrolOne(persona);
      people.set(persona.subject, persona);
    },
    as: (subject, token) => {
      const signed = async (headers: Readonly<Record<string, string>> = {}): Promise<Headers> =>
        new Headers({ authorization: `Bearer ${await tokenFor(subject, token)}`, ...headers });
      return {
        get: async (path, headers) => fetch(new Request(ORIGIN + path, { headers: await signed(headers) })),
        post: async (path, body, headers) => fetch(posted(path, await signed(headers), body)),
      };
    },
  };
};
