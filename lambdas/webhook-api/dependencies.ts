import { webhookReceivers } from '@temkin/composition';
import { webhookCapability } from '@temkin/webhook';
import { apiVariables } from '../api-environment.ts';
import { awsGround } from '../aws-ground.ts';
import { readEnvironment } from '../environment.ts';

export const environment = readEnvironment(apiVariables);

export const ground = awsGround(environment);

export const webhooks = webhookCapability({
  ...ground,
  receivers: webhookReceivers({ allowLoopback: false }),
});
