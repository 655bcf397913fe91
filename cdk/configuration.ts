import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { SigningKind } from './grant.ts';
import { SCOPES } from './scopes.ts';

export const STAGES = ['dev', 'prod'] as const;

export type Stage = (typeof STAGES)[number];

/** The keys of a kind that sign. */
export interface SigningKeyNames {
  readonly use: string;
  readonly next?: string | undefined;
  readonly idle?: readonly string[] | undefined;
}

const name = z.string().regex(/^[a-z][a-z0-9-]{0,30}$/);

const domain = z.strictObject({
  name: z.hostname(),
  certificateArn: z.string().regex(/^arn:aws:acm:[a-z0-9-]+:\d{12}:certificate\/[a-f0-9-]+$/),
});

const scope = z.enum(SCOPES);

/** `log`, `log2`, `log3`, …: a key that is gone takes its name along. */
const signingKey = (kind: SigningKind) => z.string().regex(new RegExp(`^${kind}(?:[2-9]|[1-9]\\d+)?$`));

/** Keys that exist and are in nobody's hands any more: for the deployment that takes them out of use. */
const idleKeys = (kind: SigningKind) => z.array(signingKey(kind)).min(1).optional();

const areOthers = ({ use, next = '', idle = [] }: SigningKeyNames): boolean =>
  new Set([use, next, ...idle]).size === idle.length + 2;

/** Certificates and lists in PEM. */
const pem = z.string().startsWith('-----BEGIN ');

const thumbprint = z.string().regex(/^[0-9a-f]{64}$/);

/** Bytes in an environment, beside what else is told there. */
const LONGEST_CALL_SIGNING = 2_800;

const providerCode = z.string().regex(/^[A-Za-z0-9]{1,32}$/);

const callSigning = z
  .strictObject({
    /** Chains of companies, leaf first; the newest of a company first. Their key is the one in use. */
    certificates: z.array(z.strictObject({ tenant: name, pem })).default([]),
    /**
     * Roots that are trusted, as agreed on with each operator, for the codes of its providers (for every code where absent: of a
     * national authority), and what is revoked below them.
     */
    anchors: z.array(z.strictObject({ pem, providers: z.array(providerCode).optional() })).default([]),
    revocations: z.array(pem).default([]),
    /** Hosts at which the certificates of others are asked for. */
    hosts: z.array(z.hostname()).default([]),
    /** Other providers: canonical numbers, or with a star behind it what they begin with, and names. */
    providers: z
      .array(
        z.strictObject({
          spc: providerCode,
          numbers: z.array(z.string().regex(/^(?:[1-9]\d{6,14}|[1-9]\d{0,13}\*)$/)),
          names: z.array(z.string().min(1)).optional(),
        }),
      )
      .default([]),
    /** Whether an edge in front asks networks for certificates and names those that it verified (docs/operations.md). */
    clientCertificates: z.enum(['none', 'edge']).default('none'),
    /** Clients of networks, and SHA-256 of the certificates that they connect with. */
    clients: z
      .array(
        z.strictObject({ tenant: name, client: z.string().min(1), certificates: z.array(thumbprint).min(1) }),
      )
      .default([]),
  })
  .refine((value) => Buffer.byteLength(JSON.stringify(value)) <= LONGEST_CALL_SIGNING, {
    error: `more than ${LONGEST_CALL_SIGNING} bytes do not fit into a function's environment`,
  });

const configuration = z.strictObject({
  /** Where to deploy; to the account of the command line's credentials where absent. */
  account: z
    .string()
    .regex(/^\d{12}$/)
    .optional(),
  /** Where the data is: never an accident of somebody's command line. */
  region: z.string().regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/),
  /** What clients call; its certificate lives in us-east-1. CloudFront's own name where absent. */
  domain: domain.optional(),
  /** What CloudFront calls; its certificate lives in the region. Where present, API Gateway's own name answers nobody. */
  originDomain: domain.optional(),
  onCallEmails: z.array(z.email()).min(1),
  /**
   * What CloudFront shows to the functions. A new secret takes two deployments: `generation` counted up while the functions
   * believe the previous one, then `believesPrevious` false, which destroys it.
   */
  originSecret: z
    .strictObject({ generation: z.int().min(1), believesPrevious: z.boolean() })
    .refine(({ generation, believesPrevious }) => generation > 1 || !believesPrevious, {
      error: 'there is no secret before the first',
      path: ['believesPrevious'],
    }),
  /**
   * Where messages to telephones go: the company's own gateway (docs/operations.md, "Messages to telephones"), at an HTTPS
   * address of a public name. The secret that signs them is made here, a new one for each generation.
   */
  noticeGateway: z.strictObject({
    url: z.url({ protocol: /^https$/, hostname: z.regexes.domain }),
    secretGeneration: z.int().min(1),
  }),
  /**
   * Operators' networks of companies, by company: the base address of its gateway (docs/verified-calls.md) and, where the operator
   * has registered its brand, by which id. The secret that is shown to it is made here, a new one for each generation.
   */
  callNetworks: z
    .record(
      name,
      z.strictObject({
        url: z.url({ protocol: /^https$/, hostname: z.regexes.domain }),
        secretGeneration: z.int().min(1),
        registrationId: z.uuid().optional(),
      }),
    )
    .default({}),
  /**
   * Systems of companies that know numbers (docs/subscriber-registry.md): their network, billing and points of sale, by company. The
   * secret that is shown to each is made here, a new one for each generation.
   */
  registrySystems: z
    .record(
      name,
      z.partialRecord(
        z.enum(['network', 'billing', 'points-of-sale']),
        z.strictObject({
          url: z.url({ protocol: /^https$/, hostname: z.regexes.domain }),
          secretGeneration: z.int().min(1),
        }),
      ),
    )
    .default({}),
  /**
   * Sources of identities that companies have an account with (docs/subscriber-registry.md), by company: of one without, questions
   * wait. The secret that is shown to each is made here, a new one for each generation.
   */
  identitySources: z
    .record(
      name,
      z.partialRecord(
        z.enum(['population', 'card-chip', 'immigration']),
        z.strictObject({
          url: z.url({ protocol: /^https$/, hostname: z.regexes.domain }),
          secretGeneration: z.int().min(1),
        }),
      ),
    )
    .default({}),
  /**
   * Gateways of texts and voice menus, by company (docs/verified-calls.md): where texts are handed over. The secret that signs both
   * ways is made here, a new one for each generation.
   */
  citizenGateways: z
    .record(
      name,
      z.strictObject({
        url: z.url({ protocol: /^https$/, hostname: z.regexes.domain }),
        secretGeneration: z.int().min(1),
      }),
    )
    .default({}),
  /** Systems that authenticate by a secret, each for one tenant. */
  orderSystems: z.array(z.strictObject({ name, tenant: name, scopes: z.array(scope).min(1) })),
  /** Where Cognito's own pages live: `<prefix>.auth.<region>.amazoncognito.com`. */
  signInPrefix: name,
  /** Addresses that people are sent back to after they have signed in, and out. */
  staffSurfaces: z.strictObject({
    callbackUrls: z.array(z.url()).min(1),
    logoutUrls: z.array(z.url()).min(1),
  }),
  /** Issuers that are trusted beside Cognito. */
  issuers: z.array(
    z.strictObject({
      kind: z.literal('rfc9068'),
      id: name,
      issuer: z.url(),
      jwksUri: z.url(),
      audience: z.string().min(1),
    }),
  ),
  /** Values that CloudWatch Logs takes. */
  logRetentionDays: z.literal([30, 90, 180, 365, 400, 731]),
  /** Whether tables and keys outlive their stack, and deleting them takes more than a deployment. */
  protectsData: z.boolean(),
  /**
   * For how long nobody, the account's owner included, can delete a full tile, a full bundle or a kept checkpoint of a log once
   * it is written. It can be prolonged and never shortened: as long as logs must be kept. Nothing is locked where absent.
   */
  auditLogLockDays: z.int().min(1).max(36_500).optional(),
  /**
   * The key that signs logs, and the one that they name as the next and that signs beside it, while the key is changed
   * (docs/audit.md, Keys). To take a key out of use takes two deployments (docs/operations.md, Replace a key that signs): one in which it is
   * idle, and one without it.
   */
  auditLogKeys: z
    .strictObject({ use: signingKey('log'), next: signingKey('log').optional(), idle: idleKeys('log') })
    .refine(areOthers, 'each key has one part')
    .default({ use: 'log' }),
  /** The same of the key that signs what shifts load, without a next one: devices ask for the key in use. */
  bundleKeys: z
    .strictObject({ use: signingKey('bundle'), idle: idleKeys('bundle') })
    .refine(areOthers, 'each key has one part')
    .default({ use: 'bundle' }),
  /** The same of the key that signs calls. Another key needs other certificates: they change together. */
  callKeys: z
    .strictObject({ use: signingKey('call'), idle: idleKeys('call') })
    .refine(areOthers, 'each key has one part')
    .default({ use: 'call' }),
  /**
   * By what calls are signed and judged (docs/verified-calls.md). Where it is absent, nobody has calls signed. It is told to the function by
   * its environment, which holds 4 KB in all (AWS Lambda, "Quotas").
   */
  callSigning: callSigning.prefault({}),
  /** Who cosigns the checkpoints of logs, each by the key that its operator has handed over; nobody where absent. */
  auditLogWitnesses: z
    .array(z.strictObject({ vkey: z.string().min(1), url: z.url({ protocol: /^https$/ }) }))
    .min(1)
    .optional(),
  /** Processes that a function may have at once; as many as the account has where absent. */
  reservedConcurrency: z.partialRecord(
    z.enum([
      'parcel-shredder',
      'audit-reconciler',
      'audit-sequencer',
      'audit-indexer',
      'recipient-api',
      'caller-check-api',
      'subscriber-rights-api',
    ]),
    z.int().min(1),
  ),
  /** Of the whole API. */
  throttle: z.strictObject({ requestsPerSecond: z.int().min(1), burst: z.int().min(1) }),
  firewall: z.strictObject({ requestsPerAddressInFiveMinutes: z.int().min(10) }),
  thresholds: z.strictObject({
    /** Of all answers, from 0 to 1. */
    serverErrorShare: z.number().gt(0).lt(1),
    p99Milliseconds: z.int().min(1),
    streamAgeMinutes: z.int().min(1),
    /** Of one root key: five per process, tenant and purpose, and some to spare. */
    rootKeyCallsPerHour: z.int().min(1),
  }),
});

/** All in which one deployment differs from another. */
export type Configuration = Readonly<z.infer<typeof configuration>> & { readonly stage: Stage };

/** Checks what a stage is configured with. Throws where a field is missing, unknown or of no use. */
export const parseConfiguration = (stage: Stage, values: unknown): Configuration =>
  Object.freeze({ stage, ...configuration.parse(values) });

/** Reads what a stage is configured with: `configuration/<stage>.json`. Throws for an unknown stage too. */
export const readConfiguration = (stage: unknown): Configuration => {
  const known = z.enum(STAGES).parse(stage);
  const file = new URL(`configuration/${known}.json`, import.meta.url);
  return parseConfiguration(known, JSON.parse(readFileSync(file, 'utf8')));
};
