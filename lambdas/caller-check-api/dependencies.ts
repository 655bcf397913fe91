import { checkCapability } from '@temkin/caller-id';
import { callerCheckPorts, consoleFindings } from '@temkin/composition';
import { isGatewayUrl, systemWait } from '@temkin/kernel';
import { httpNotice } from '@temkin/notice';
import * as z from 'zod';
import { awsGround } from '../aws-ground.ts';
import { keyVariables, originVariables, readEnvironment } from '../environment.ts';

export const environment = readEnvironment({
  ...keyVariables,
  ...originVariables,
  TEMKIN_NOTICE_URL: z.string().refine(isGatewayUrl),
  TEMKIN_NOTICE_SECRET: z.string().min(32),
});

export const ground = awsGround(environment);

const { table, clock } = ground;

/** What citizens ask about calls; companies and staff are another capability's, read from where it keeps them. */
export const checks = checkCapability({
  ...ground,
  ...callerCheckPorts({ table }),
  staffOwners: { ownerOf: async () => undefined },
  notify: httpNotice({
    url: environment.TEMKIN_NOTICE_URL,
    secret: environment.TEMKIN_NOTICE_SECRET,
    clock,
  }),
  findings: consoleFindings,
  wait: systemWait,
});
