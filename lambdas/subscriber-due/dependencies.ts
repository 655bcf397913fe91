import { logTenants } from '@temkin/audit';
import { s3Blobs, s3Client } from '@temkin/aws';
import { consoleFindings, sharedKeyRing } from '@temkin/composition';
import { httpIdentity, identityAccounts } from '@temkin/identity';
import { isGatewayUrl } from '@temkin/kernel';
import { httpNotice } from '@temkin/notice';
import { httpProvisioning, httpReconciledSystems, systemAccounts } from '@temkin/provisioning';
import { registryDeadlines, registryDue, registryFaces } from '@temkin/subscriber';
import * as z from 'zod';
import { awsGround, awsSurroundings } from '../aws-ground.ts';
import { awsTable } from '../aws-table.ts';
import { keyVariables, readEnvironment, text } from '../environment.ts';

const environment = readEnvironment({
  ...keyVariables,
  TEMKIN_REGISTRY_ROOT_KEY: text,
  TEMKIN_REGISTRY_INDEX_ROOT_KEY: text,
  TEMKIN_REGISTRY_BUCKET: text,
  TEMKIN_NOTICE_URL: z.string().refine(isGatewayUrl),
  TEMKIN_NOTICE_SECRET: z.string().min(32),
  /** Networks, billing and points of sale of companies: of a company without them nobody is told, and nothing compared. */
  TEMKIN_REGISTRY_SYSTEMS: systemAccounts,
  /** Accounts of companies with sources of identities: of a company without one, questions wait. */
  TEMKIN_IDENTITY_SOURCES: identityAccounts,
});

const ground = awsGround(environment);

const table = awsTable(environment);

const accounts = environment.TEMKIN_REGISTRY_SYSTEMS;

const sources = environment.TEMKIN_IDENTITY_SOURCES;

const keyRing = sharedKeyRing(awsSurroundings(table, environment.TEMKIN_REGISTRY_ROOT_KEY));

const blobs = s3Blobs({ client: s3Client(), bucket: environment.TEMKIN_REGISTRY_BUCKET });

/** Tells what of the registers of people and authorities is near its end, and what is past it. */
export const { watchDeadlines } = registryDeadlines({
  ...ground,
  companies: logTenants(table),
  findings: consoleFindings,
});

/** Works off what is due of numbers and of who holds them, and compares the systems of companies with the registry. */
export const due = registryDue({
  ...ground,
  keyRing,
  indexKeyRing: sharedKeyRing(awsSurroundings(table, environment.TEMKIN_REGISTRY_INDEX_ROOT_KEY)),
  notices: httpNotice({
    url: environment.TEMKIN_NOTICE_URL,
    secret: environment.TEMKIN_NOTICE_SECRET,
    clock: ground.clock,
  }),
  network: httpProvisioning({ accountOf: (tenant) => accounts.get(tenant)?.network }),
  systems: httpReconciledSystems({ accounts }),
  verification: {
    identity: httpIdentity({ accountOf: (tenant, source) => sources.get(tenant)?.[source] }),
    faces: registryFaces({ ...ground, keyRing, blobs }),
  },
  blobs,
});
