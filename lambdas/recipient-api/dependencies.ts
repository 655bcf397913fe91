import { directory } from '@temkin/access';
import { logEvents } from '@temkin/audit';
import { consoleFindings, recipientPorts } from '@temkin/composition';
import { isGatewayUrl, systemWait } from '@temkin/kernel';
import { httpNotice } from '@temkin/notice';
import { recipientCapability } from '@temkin/parcel';
import * as z from 'zod';
import { awsGround } from '../aws-ground.ts';
import { awsLogFiles, logVariables } from '../aws-log-files.ts';
import { keyVariables, originVariables, readEnvironment } from '../environment.ts';

export const environment = readEnvironment({
  ...keyVariables,
  ...originVariables,
  ...logVariables,
  TEMKIN_NOTICE_URL: z.string().refine(isGatewayUrl),
  TEMKIN_NOTICE_SECRET: z.string().min(32),
});

export const ground = awsGround(environment);

const { table, clock } = ground;

/** The public page; companies, facilities and the log are other capabilities', read from where they keep them. */
export const recipient = recipientCapability({
  ...ground,
  ...recipientPorts({ table, events: logEvents({ table, files: awsLogFiles(environment) }) }),
  directory: directory({ table }),
  notify: httpNotice({
    url: environment.TEMKIN_NOTICE_URL,
    secret: environment.TEMKIN_NOTICE_SECRET,
    clock,
  }),
  findings: consoleFindings,
  wait: systemWait,
});
