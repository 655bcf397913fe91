import type { Receipt } from '@temkin/kernel';
import type { Write } from '@temkin/storage';
import type { Reuse } from '../domain/index.ts';
import { subscriptionItemKey, type Read, type SealedSubscription } from './record-item.ts';

/** Notes that a number was used again; a change of it. Refused where it is no longer as it was read. */
export const reuseWrite = (
  tenant: string,
  { personId, subscriptionId, reliedOn }: Read<SealedSubscription>,
  { dormantFrom, resumedAt }: Reuse,
  receipt: Receipt,
): Write => ({
  kind: 'update',
  key: subscriptionItemKey(tenant, personId, subscriptionId),
  set: { dormantFrom, resumedAt, eventId: receipt.eventId, leaf: receipt.leaf },
  add: { version: 1 },
  condition: [{ attribute: 'version', is: 'equal', to: reliedOn.version }],
});
