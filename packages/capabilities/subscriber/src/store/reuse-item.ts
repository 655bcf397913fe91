import type { Receipt } from '@temkin/kernel';
import { numberOf, optional, type Item, type Write } from '@temkin/storage';
import type { Reuse } from '../domain/index.ts';
import { subscriptionItemKey, type Read, type SealedSubscription } from './record-item.ts';

/** The last gap in the use of a number, as its item has it. */
export const reuseIn = (item: Item): { readonly reuse?: Reuse } => {
  const [dormantFrom, resumedAt] = ['dormantFrom', 'resumedAt'].map((name) => optional(numberOf, item, name));
  return dormantFrom === undefined || resumedAt === undefined ? {} : { reuse: { dormantFrom, resumedAt } };
};

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
