import { identitySimulator, type IdentitySimulator } from '@temkin/identity';
import { systemClock } from '@temkin/kernel';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll } from 'vitest';
import {
  FUNCTION_NAMES,
  FUNCTIONS,
  type FunctionDescription,
  type FunctionName,
} from '../../cdk/functions.ts';
import { ROOT_KEY_NAMES, type RootKeyName } from '../../cdk/grant.ts';
import { GRANTS } from '../../cdk/grants.ts';
import { functionPolicy, type Arns } from '../../cdk/policies.ts';
import type { Persona } from '../../packages/runtimes/local/src/demo/personas.ts';
import { clients, type Clients } from './clients.ts';
import { deployedCallSigning } from './deployed-call-signing.ts';
import { bundledFunctions, startFunction, type FunctionProcess } from './function-process.ts';
import { httpApiEvent, httpApiResponse } from './http-api-simulator.ts';
import { identityServer } from './identity-server.ts';
import { kmsSimulator, type KmsSimulator } from './kms-simulator.ts';
import { loopbackServer, type LoopbackServer } from './loopback-server.ts';
import { policyGate, type PolicyGate } from './policy-gate.ts';
import { enrolling, provision } from './provisioning.ts';
import { testStore, testTable, type TestTable } from './store.ts';
import { s3Simulator, type Bucket, type S3Simulator } from './s3-simulator.ts';
import { testIssuer, type TestIssuer } from './test-issuer.ts';

/** The distribution's secret, which the functions know, and the host that clients ask. */
export const DISTRIBUTION = {
  originSecret: 'the-secret-in-use-which-is-long-enough',
  host: 'api.example',
};

/** The bucket of the logs, and where they are served. */
const LOG_PREFIX = `${DISTRIBUTION.host}/v1/audit/log`;

const emptyBucket = (): Bucket => ({ objects: new Map(), locks: new Map() });

const BUCKETS = { log: 'logs', registry: 'registry' } as const;

/** What texts to and from the gateway of texts are signed with. */
export const CITIZEN_SECRET = 'a-secret-that-the-gateway-of-texts-knows';

/** What messages to telephones are signed with. */
export const NOTICE_SECRET = 'a-secret-that-the-gateway-knows-as-well';

/** What is shown to the source of identities. */
const IDENTITY_SECRET = 'a-secret-that-the-source-of-identities-knows';

/** A message as the gateway of telephones receives it. */
export interface GatewayRequest {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The operator of the first company, which vouches for every telephone and has a line for every call. */
const answerAsOperator = ({ method, headers }: IncomingMessage, response: ServerResponse): void => {
  if (method === 'DELETE') return void response.writeHead(204).end();
  const line = headers['x-correlator'];
  const verified = { devicePhoneNumberVerified: true, swapped: false };
  response.writeHead(201, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ ...verified, subscriptionId: line, callId: line }));
};

/** A function in its process, between the gates that let pass what its policy allows. */
export interface DeployedFunction extends FunctionProcess {
  readonly gates: { readonly store: PolicyGate; readonly kms: PolicyGate; readonly s3: S3Simulator };
}

/** What a stack deploys, on this machine: bundles in processes of their own, a store, a key service, an issuer. */
export interface Deployment extends Omit<Clients, 'meet'> {
  /** As the HTTP API routes it. */
  fetch(request: Request): Promise<Response>;
  /** Enrols somebody beyond the personas of the demo; the id is the subject. */
  enrol(persona: Persona): Promise<void>;
  readonly functions: Readonly<Record<FunctionName, DeployedFunction>>;
  /** Ends a function's process and starts a fresh one, as Lambda does with a cold environment. */
  restart(name: FunctionName): Promise<void>;
  readonly kms: KmsSimulator;
  readonly store: TestTable;
  readonly issuer: TestIssuer;
  /** What the gateway of telephones was sent so far. */
  readonly notices: readonly GatewayRequest[];
  /** What state machines were asked to begin so far. */
  readonly executions: readonly unknown[];
  /** Texts that were handed to the gateway of texts so far. */
  readonly texts: readonly GatewayRequest[];
  /** The population database of the first company; it knows nobody until it is told. */
  readonly identities: IdentitySimulator;
  readonly gateway: LoopbackServer;
  /** The bucket of the logs. */
  readonly logs: Bucket;
  /** The bucket of the registry. */
  readonly registry: Bucket;
  readonly rootKeys: Arns['rootKey'];
  /** ARNs of the two. */
  readonly buckets: Arns['bucket'];
}

const patternOf = (route: string): RegExp =>
  new RegExp(`^${route.replace('{proxy+}', '.+').replaceAll(/\{\w+\}/g, '[^/]+')}$`);

const isExact = (route: string): boolean => !route.endsWith('{proxy+}');

/** The function that an address leads to, by the routes of the stack: the exact one, or the longest that fits. */
export const functionAt = (path: string): FunctionName => {
  const fits = (route: string): boolean => patternOf(route).test(path);
  const routes = FUNCTION_NAMES.flatMap((name) => {
    const { paths = [] }: FunctionDescription = FUNCTIONS[name];
    return paths.map((route) => ({ name, route }));
  });
  const found = routes
    .filter(({ route }) => fits(route))
    .toSorted(
      (a, b) => Number(isExact(b.route)) - Number(isExact(a.route)) || b.route.length - a.route.length,
    )
    .at(0);
  const fallback = routes.find(({ route }) => route === '$default');
  const chosen = found ?? fallback;
  if (chosen === undefined) throw new Error(`nothing is at ${path}`);
  return chosen.name;
};

/**
 * Bundles all functions and starts each in a fresh process, with the environment and the policy that the stack gives it.
 * Their clocks lie as many milliseconds behind the machine's as is said. Call it at the top level of a test file, with `await`:
 * cleaning up is registered here.
 */
export const deployment = async ({ behind = 0 }: { readonly behind?: number } = {}): Promise<Deployment> => {
  const [directory, store, { endpoint }, kms, issuer] = await Promise.all([
    bundledFunctions(),
    testTable(),
    testStore(),
    kmsSimulator(),
    testIssuer(),
  ]);
  const jwks = await loopbackServer(async (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(issuer.jwks));
  });
  const [notices, texts]: [GatewayRequest[], GatewayRequest[]] = [[], []];
  const gateway = await loopbackServer(async (request, response) => {
    const body = await text(request);
    notices.push({ headers: request.headers, body });
    response.writeHead(202).end();
  });
  const textGateway = await loopbackServer(async (request, response) => {
    texts.push({ headers: request.headers, body: await text(request) });
    response.writeHead(202).end();
  });
  const operator = await loopbackServer(async (request, response) => {
    await text(request);
    answerAsOperator(request, response);
  });
  const identities = identitySimulator({ clock: systemClock });
  const identitySource = await identityServer(identities);
  const executions: unknown[] = [];
  const machines = await loopbackServer(async (request, response) => {
    executions.push(JSON.parse(await text(request)));
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{}');
  });
  const keys = Object.fromEntries(
    ROOT_KEY_NAMES.map((name) => [name, kms.createKey('SYMMETRIC_DEFAULT')]),
  ) as Record<RootKeyName, string>;
  const signingKeys = {
    bundle: kms.createKey('ECC_NIST_EDWARDS25519'),
    log: kms.createKey('ECC_NIST_EDWARDS25519'),
    call: kms.createKey('ECC_NIST_P256'),
  };
  const arns: Arns = {
    table: (name) => store.prefix + name,
    stream: (name) => `${store.prefix}${name}/stream`,
    tableKey: (owner) => `table-key/${owner}`,
    rootKey: (name) => keys[name],
    signingKeys: (kind) => [signingKeys[kind]],
    bucket: (name) => `arn:aws:s3:::${BUCKETS[name]}`,
    bucketName: (name) => BUCKETS[name],
    bucketKey: () => 'bucket-key',
    logGroup: 'log-group',
    failures: 'failures',
    stateMachine: (name) => `state-machine/${name}`,
    tableService: 'dynamodb.local.amazonaws.com',
    bucketService: 's3.local.amazonaws.com',
  };
  const [logs, registry] = [emptyBucket(), emptyBucket()];
  await provision(store.table, issuer, systemClock.now());
  const callSigning = await deployedCallSigning(kms.endpoint, signingKeys.call);

  const deployed = {} as Record<FunctionName, DeployedFunction>;
  const start = async (name: FunctionName): Promise<void> => {
    const statements = functionPolicy(GRANTS[name], arns);
    const gates = deployed[name]?.gates ?? {
      store: await policyGate(endpoint, statements),
      kms: await policyGate(kms.endpoint, statements),
      s3: await s3Simulator({ [BUCKETS.log]: logs, [BUCKETS.registry]: registry }, statements),
    };
    const { profile } = issuer;
    const environment = {
      AWS_REGION: 'local',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_DYNAMODB: gates.store.endpoint,
      AWS_ENDPOINT_URL_KMS: gates.kms.endpoint,
      TEMKIN_TABLE_PREFIX: store.prefix,
      TEMKIN_MAIN_ROOT_KEY: keys.main,
      TEMKIN_ESCROW_ROOT_KEY: keys.escrow,
      TEMKIN_REGISTRY_ROOT_KEY: keys.registry,
      TEMKIN_REGISTRY_INDEX_ROOT_KEY: keys['registry-index'],
      TEMKIN_BUNDLE_SIGNING_KEY: signingKeys.bundle,
      AWS_ENDPOINT_URL_S3: gates.s3.endpoint,
      TEMKIN_LOG_SIGNING_KEY: signingKeys.log,
      TEMKIN_CALL_SIGNING_KEY: signingKeys.call,
      TEMKIN_CALL_SIGNING: JSON.stringify(callSigning),
      TEMKIN_LOG_BUCKET: BUCKETS.log,
      TEMKIN_REGISTRY_BUCKET: BUCKETS.registry,
      TEMKIN_REGISTRY_SWEEP_MACHINE: 'state-machine/registry-sweep',
      AWS_ENDPOINT_URL_SFN: machines.endpoint,
      TEMKIN_LOG_PREFIX: LOG_PREFIX,
      TEMKIN_LOG_LOCK_DAYS: '30',
      TEMKIN_ORIGIN_SECRETS: `${DISTRIBUTION.originSecret},the-secret-before-it-which-is-long-enough`,
      TEMKIN_CALL_NETWORKS: JSON.stringify({
        demo: { url: operator.endpoint, secret: 'a-secret-that-the-operator-knows-too' },
      }),
      TEMKIN_NOTICE_URL: `${gateway.endpoint}/notices`,
      TEMKIN_NOTICE_SECRET: NOTICE_SECRET,
      TEMKIN_REGISTRY_SYSTEMS: '{}',
      TEMKIN_IDENTITY_SOURCES: JSON.stringify({
        demo: { population: { url: identitySource.endpoint, secret: IDENTITY_SECRET } },
      }),
      TEMKIN_CITIZEN_GATEWAYS: JSON.stringify({
        demo: { url: `${textGateway.endpoint}/texts`, secret: CITIZEN_SECRET },
      }),
      TEMKIN_ISSUERS: JSON.stringify([
        {
          kind: 'rfc9068',
          id: profile.id,
          issuer: profile.issuer,
          jwksUri: `${jwks.endpoint}/jwks`,
          audience: 'urn:temkin:api',
        },
      ]),
    };
    const running = await startFunction(directory, name, environment, behind);
    deployed[name] = { ...running, gates };
  };
  await Promise.all(FUNCTION_NAMES.map(start));
  afterAll(async () => {
    const all = Object.values(deployed);
    await Promise.all(all.map(async ({ stop }) => stop()));
    await Promise.all(all.flatMap(({ gates }) => Object.values(gates).map((gate) => gate.stop())));
    await Promise.all([
      jwks.stop(),
      kms.stop(),
      gateway.stop(),
      textGateway.stop(),
      operator.stop(),
      identitySource.stop(),
      machines.stop(),
    ]);
  });

  const fetch: Deployment['fetch'] = async (request) => {
    const event = await httpApiEvent(request, DISTRIBUTION);
    const result = await deployed[functionAt(event.rawPath)].invoke(event);
    return httpApiResponse(result as APIGatewayProxyStructuredResultV2);
  };
  const { meet, ...asking } = clients({
    fetch,
    issuer,
    clock: systemClock,
    origin: `https://${DISTRIBUTION.host}`,
  });
  const enrolOne = enrolling(store.table, issuer);
  return {
    ...asking,
    fetch,
    enrol: async (persona) => {
      await enrolOne(persona);
      meet(persona);
    },
    functions: deployed,
    restart: async (name) => {
      await deployed[name].stop();
      await start(name);
    },
    kms,
    store,
    issuer,
    notices,
    executions,
    texts,
    identities,
    gateway,
    logs,
    registry,
    rootKeys: arns.rootKey,
    buckets: arns.bucket,
  };
};
