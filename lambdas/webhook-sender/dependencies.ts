import { webhookReceivers } from '@temkin/composition';
import { waybillNumberOf } from '@temkin/parcel';
import { webhookSender } from '@temkin/webhook';
import { awsGround } from '../aws-ground.ts';
import { keyVariables, readEnvironment } from '../environment.ts';

const ground = awsGround(readEnvironment(keyVariables));

/** The number on a parcel's waybill is the parcel capability's, read from its table. */
export const send = webhookSender({
  ...ground,
  receivers: webhookReceivers({ allowLoopback: false }),
  waybillNumberOf: waybillNumberOf(ground.table),
});
