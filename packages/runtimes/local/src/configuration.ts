import { isAbsolute, relative, sep } from 'node:path';
import { citizenGateways, type CitizenGateway } from '@temkin/citizen-channel';
import { witnessAddresses, type WitnessAddress } from '@temkin/composition';
import { identityAccounts, type IdentityAccounts } from '@temkin/identity';
import * as z from 'zod';

/** What holds where the environment says nothing. */
export const DEFAULTS = Object.freeze({ port: 8787, issuerFile: '.temkin/issuer.json' });

const environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(DEFAULTS.port),
  TEMKIN_DATA_DIR: z.string().default('.temkin/data'),
  TEMKIN_KEY_FILE: z.string().default('.temkin/root.key'),
  TEMKIN_LOG_DIR: z.string().default('.temkin/log'),
  TEMKIN_LABELS_DIR: z.string().default('.temkin/labels'),
  TEMKIN_NOTICES_FILE: z.string().default('.temkin/notices.jsonl'),
  TEMKIN_ISSUER_FILE: z.string().default(DEFAULTS.issuerFile),
  TEMKIN_LOG_WITNESSES: witnessAddresses(/^https?$/).default([]),
  TEMKIN_CITIZEN_GATEWAYS: citizenGateways.default(new Map()),
  TEMKIN_IDENTITY_SOURCES: identityAccounts.default(new Map()),
  DYNAMODB_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
});

/** What a start can be told. */
export interface Configuration {
  /** Loopback port to listen on; 0 takes a free one. */
  readonly port: number;
  readonly dataDirectory: string;
  /** Where the audit log's files lie; never inside the data directory, which they outlive. */
  readonly logDirectory: string;
  /** The root key; never inside the data directory. */
  readonly keyFile: string;
  /** Where the seed puts the demo's labels. */
  readonly labelsDirectory: string;
  /** Where messages to telephones end up, which nothing here sends. */
  readonly noticesFile: string;
  /** The embedded issuer's own secrets. */
  readonly issuerFile: string;
  /** Who cosigns the checkpoints of the audit log. */
  readonly logWitnesses: readonly WitnessAddress[];
  /** Gateways of texts and voice menus, by company; where there are none, a simulator answers for every company. */
  readonly citizenGateways: ReadonlyMap<string, CitizenGateway>;
  /** Accounts of companies with sources of identities; where there are none, a simulator answers for every company. */
  readonly identitySources: IdentityAccounts;
  /** A store that runs already; one of our own is started where absent. */
  readonly storeEndpoint?: string;
}

/** Environment variables, as a process is given them. */
export type Variables = Readonly<Record<string, string | undefined>>;

const isWithin = (directory: string, path: string): boolean => {
  const way = relative(directory, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
};

/** Reads the environment once; an empty variable counts as unset. Throws a sentence that names the variable at fault. */
export const readConfiguration = (variables: Variables): Configuration => {
  const set = Object.entries(variables).filter(([, value]) => value !== '');
  const parsed = environment.safeParse(Object.fromEntries(set));
  if (!parsed.success) {
    throw new Error(
      `The environment variable ${String(parsed.error.issues[0]?.path[0] ?? '')} has no usable value.`,
    );
  }
  const {
    PORT,
    TEMKIN_DATA_DIR,
    TEMKIN_LOG_WITNESSES,
    TEMKIN_CITIZEN_GATEWAYS,
    TEMKIN_IDENTITY_SOURCES,
    DYNAMODB_ENDPOINT,
    ...files
  } = parsed.data;
  for (const [name, path] of Object.entries(files)) {
    if (isWithin(TEMKIN_DATA_DIR, path))
      throw new Error(
        `${name} must lie outside TEMKIN_DATA_DIR: a copy of the data directory alone must open nothing, and its loss must not take the log.`,
      );
  }
  return Object.freeze({
    port: PORT,
    dataDirectory: TEMKIN_DATA_DIR,
    logDirectory: files.TEMKIN_LOG_DIR,
    keyFile: files.TEMKIN_KEY_FILE,
    labelsDirectory: files.TEMKIN_LABELS_DIR,
    noticesFile: files.TEMKIN_NOTICES_FILE,
    issuerFile: files.TEMKIN_ISSUER_FILE,
    logWitnesses: TEMKIN_LOG_WITNESSES,
    citizenGateways: TEMKIN_CITIZEN_GATEWAYS,
    identitySources: TEMKIN_IDENTITY_SOURCES,
    ...(DYNAMODB_ENDPOINT !== undefined && { storeEndpoint: DYNAMODB_ENDPOINT }),
  });
};
