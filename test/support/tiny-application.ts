import {
  application,
  generalProblems,
  route,
  routeSpec,
  type Application,
  type ApplicationDependencies,
  type RouteAnswer,
} from '@temkin/http';
import { Refusal, systemRandom, type About, type Caller, type Role } from '@temkin/kernel';
import * as z from 'zod';

/** A body with a bit of everything that can go wrong. */
const thing = z.strictObject({
  name: z.string().min(1).max(20),
  size: z.int().min(1).max(9).exactOptional(),
  kind: z.enum(['round', 'square']).exactOptional(),
  code: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .exactOptional(),
  parts: z
    .array(z.strictObject({ 'a/b~c': z.string() }))
    .max(100)
    .exactOptional(),
  labels: z.record(z.string(), z.string()).exactOptional(),
  where: z
    .union([z.strictObject({ shelf: z.string() }), z.strictObject({ room: z.string(), floor: z.int() })])
    .exactOptional(),
});

export const makeSpec = routeSpec({
  method: 'POST',
  path: '/v1/things',
  action: 'thing.make',
  tag: 'Things',
  summary: 'Make a thing',
  access: { scope: 'things:make', roles: ['order-system'] },
  body: () => thing,
  success: {
    status: 201,
    description: 'Made.',
    body: () => z.strictObject({ thingId: z.string(), seed: z.string().exactOptional() }),
  },
  problems: ['THING.FORBIDDEN', 'THING.TAKEN'],
  creates: true,
});

export const readSpec = routeSpec({
  method: 'GET',
  path: '/v1/things/{thingId}',
  action: 'thing.read',
  tag: 'Things',
  summary: 'Read a thing',
  access: { scope: 'things:read', roles: ['order-system', 'auditor'] },
  params: () => z.strictObject({ thingId: z.string().regex(/^[a-z0-9 ]+$/) }),
  query: () => z.strictObject({ view: z.enum(['short', 'long']).exactOptional() }),
  success: { status: 200, description: 'The thing.', body: () => z.strictObject({ thingId: z.string() }) },
  problems: ['THING.FORBIDDEN'],
});

export const countSpec = routeSpec({
  method: 'POST',
  path: '/v1/things/count',
  action: 'thing.count',
  tag: 'Things',
  summary: 'Count things, as text',
  access: { scope: 'things:read', roles: ['order-system'] },
  success: { status: 200, description: 'How many.', body: () => z.string(), mediaType: 'text/plain' },
  problems: [],
});

export const exportSpec = routeSpec({
  method: 'GET',
  path: '/v1/exports',
  action: 'thing.export',
  tag: 'Things',
  summary: 'Take things away, in either form',
  access: { scope: 'things:read', roles: ['order-system', 'auditor'] },
  success: {
    status: 200,
    description: 'Things.',
    body: () => z.string(),
    mediaType: ['text/csv', 'application/x-ndjson'],
    headers: { 'Thing-Cursor': { description: 'Where to go on.' } },
  },
  problems: [],
});

export const tinySpecs = [makeSpec, readSpec, countSpec, exportSpec];

export const tinyProblems = {
  ...generalProblems,
  'THING.FORBIDDEN': { status: 403, title: 'Not for you.' },
  'THING.TAKEN': { status: 409, title: 'The name is taken.' },
  'THING.SECRET': { status: 409, title: 'Nobody declared me.' },
};

/** Tokens are the names of these callers. */
const CALLERS: Readonly<
  Record<string, { readonly roles: readonly Role[]; readonly scopes: readonly string[] }>
> = {
  maker: { roles: ['order-system'], scopes: ['things:make', 'things:read'] },
  auditor: { roles: ['auditor'], scopes: ['things:make', 'things:read'] },
  reader: { roles: ['order-system'], scopes: ['things:read'] },
};

const authenticate: ApplicationDependencies['authenticator']['authenticate'] = async (authorization) => {
  const token = authorization?.replace(/^Bearer /, '') ?? '';
  if (token === 'old') throw new Refusal('ACCESS.TOKEN_EXPIRED');
  const known = CALLERS[token];
  if (known === undefined) throw new Refusal('ACCESS.UNAUTHENTICATED');
  const { roles, scopes } = known;
  return {
    caller: { principal: { tenant: 't', id: token, client: 'c', roles }, reliedOn: [] },
    scopes,
    mustSign: false,
  };
};

/** What the application told its surroundings. */
export interface Surroundings {
  readonly recorded: { readonly action: string; readonly code: string; readonly about?: About }[];
  readonly claims: { readonly route: string; readonly key: string; readonly body: Uint8Array }[];
  readonly faults: { readonly route: string; readonly correlator: string; readonly error: unknown }[];
  readonly runs: Caller[];
}

export const RECEIPT = {
  eventId: '01890a5d-ac96-7000-8000-000000000001',
  leaf: 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=',
};

/** The header `audit-event` that answers it. */
export const AUDIT_EVENT = `${RECEIPT.eventId}; leaf=${RECEIPT.leaf}`;

/** An application of four routes, its surroundings recorded. `make` is what the first of them does, `taken` what the last answers. */
export const tinyApplication = (
  make: (
    seed: Uint8Array,
  ) => Promise<{ body: { thingId: string }; receipt?: typeof RECEIPT }> = async () => ({
    body: { thingId: 'new' },
  }),
  overrides: Partial<ApplicationDependencies> = {},
  taken: Omit<RouteAnswer<string>, 'body'> = {},
): Application & Surroundings => {
  const surroundings: Surroundings = { recorded: [], claims: [], faults: [], runs: [] };
  const app = application({
    routes: [
      route(makeSpec, async ({ caller, seed }) => {
        surroundings.runs.push(caller);
        return make(seed);
      }),
      route(readSpec, async ({ params }) => ({ body: { thingId: params.thingId }, receipt: RECEIPT })),
      route(countSpec, async () => ({ body: '3' })),
      route(exportSpec, async () => ({ body: 'a thing', ...taken })),
    ],
    problems: tinyProblems,
    authenticator: { authenticate },
    signatures: { verify: async ({ caller }) => ({ caller, checkBody: async () => {} }) },
    refusalLog: {
      record: async (_caller, refusal) => {
        surroundings.recorded.push(refusal);
        return RECEIPT;
      },
    },
    idempotencyClaims: {
      claim: async (_caller, request) => {
        surroundings.claims.push(request);
        return new Uint8Array(32).fill(7);
      },
    },
    faultLog: { fault: (fault) => void surroundings.faults.push(fault) },
    clock: { now: () => 1_800_000_000_000 },
    random: systemRandom,
    ...overrides,
  });
  return { ...app, ...surroundings };
};

const ORIGIN = 'http://api.example';

/** A GET as `auditor`, unless told otherwise. */
export const get = (path: string, headers: Record<string, string> = {}): Request =>
  new Request(ORIGIN + path, { headers: { authorization: 'Bearer auditor', ...headers } });

/** A POST of JSON to /v1/things as `maker`, unless told otherwise. A header given as '' is left out. */
export const post = (
  body: string | Uint8Array | ReadableStream<Uint8Array> | undefined,
  headers: Record<string, string> = {},
  path = '/v1/things',
): Request => {
  const all = { authorization: 'Bearer maker', 'content-type': 'application/json', ...headers };
  return new Request(ORIGIN + path, {
    method: 'POST',
    headers: Object.entries(all).filter(([, value]) => value !== ''),
    ...(body !== undefined && { body: body as BodyInit }),
    ...(body instanceof ReadableStream && { duplex: 'half' }),
  });
};

export interface ProblemBody {
  readonly type: string;
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail?: string;
  readonly instance?: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

/** The problem an answer holds. */
export const problemIn = async (answer: Response): Promise<ProblemBody> =>
  (await answer.json()) as ProblemBody;
