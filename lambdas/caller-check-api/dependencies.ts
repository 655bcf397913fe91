import { checkCapability } from '@temkin/caller-id';
import { citizenGateways, httpCitizenChannel } from '@temkin/citizen-channel';
import { callerCheckPorts, consoleFindings } from '@temkin/composition';
import { isGatewayUrl, systemWait } from '@temkin/kernel';
import { httpNotice } from '@temkin/notice';
import { parcelShifts } from '@temkin/parcel';
import * as z from 'zod';
import { awsGround } from '../aws-ground.ts';
import { keyVariables, originVariables, readEnvironment } from '../environment.ts';

export const environment = readEnvironment({
  ...keyVariables,
  ...originVariables,
  TEMKIN_NOTICE_URL: z.string().refine(isGatewayUrl),
  TEMKIN_NOTICE_SECRET: z.string().min(32),
  /** Gateways of texts and voice menus: of a company without one nothing is taken. */
  TEMKIN_CITIZEN_GATEWAYS: citizenGateways,
});

export const ground = awsGround(environment);

const { table, clock } = ground;

/** What citizens ask about calls; companies, staff and shifts are other capabilities', read from where they keep them. */
export const checks = checkCapability({
  ...ground,
  ...callerCheckPorts({ table }),
  shifts: parcelShifts(ground),
  notify: httpNotice({
    url: environment.TEMKIN_NOTICE_URL,
    secret: environment.TEMKIN_NOTICE_SECRET,
    clock,
  }),
  channel: httpCitizenChannel({
    gatewayOf: (tenant) => environment.TEMKIN_CITIZEN_GATEWAYS.get(tenant),
    clock,
  }),
  findings: consoleFindings,
  wait: systemWait,
});
