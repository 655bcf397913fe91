import { s3Blobs, s3Client } from '@temkin/aws';
import { consoleFindings, groundwork, sharedKeyRing } from '@temkin/composition';
import { httpIdentity, identityAccounts } from '@temkin/identity';
import { isGatewayUrl } from '@temkin/kernel';
import { httpNotice } from '@temkin/notice';
import { verificationCapability } from '@temkin/subscriber';
import * as z from 'zod';
import { apiVariables } from '../api-environment.ts';
import { awsSurroundings } from '../aws-ground.ts';
import { awsTable } from '../aws-table.ts';
import { readEnvironment, text } from '../environment.ts';

export const environment = readEnvironment({
  ...apiVariables,
  TEMKIN_REGISTRY_ROOT_KEY: text,
  TEMKIN_REGISTRY_BUCKET: text,
  /** Accounts of companies with sources of identities: of a company without one, questions wait. */
  TEMKIN_IDENTITY_SOURCES: identityAccounts,
  TEMKIN_NOTICE_URL: z.string().refine(isGatewayUrl),
  TEMKIN_NOTICE_SECRET: z.string().min(32),
});

const table = awsTable(environment);

const accounts = environment.TEMKIN_IDENTITY_SOURCES;

export const ground = groundwork(awsSurroundings(table, environment.TEMKIN_MAIN_ROOT_KEY));

export const verification = verificationCapability({
  ...ground,
  codeKeyRing: ground.keyRing,
  keyRing: sharedKeyRing(awsSurroundings(table, environment.TEMKIN_REGISTRY_ROOT_KEY)),
  identity: httpIdentity({ accountOf: (tenant, source) => accounts.get(tenant)?.[source] }),
  notify: httpNotice({
    url: environment.TEMKIN_NOTICE_URL,
    secret: environment.TEMKIN_NOTICE_SECRET,
    clock: ground.clock,
  }),
  findings: consoleFindings,
  blobs: s3Blobs({ client: s3Client(), bucket: environment.TEMKIN_REGISTRY_BUCKET }),
});
