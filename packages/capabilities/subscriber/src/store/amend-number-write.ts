import type { Receipt } from '@temkin/kernel';
import type { Write } from '@temkin/storage';
import type { RowDifference, SealedFields } from '../domain/index.ts';
import { importedItem, type Imported } from './imported-item.ts';
import { subscriptionItemKey, type Read, type SealedSubscription } from './record-item.ts';

/** What an amendment, or a row of an import, makes of a number that is there already. */
export interface AmendedNumber {
  /** Beside those that stay as they were sealed. */
  readonly sealed: SealedFields;
  readonly clear?: RowDifference['clear'];
  /** Of a row of an import. */
  readonly imported?: Imported;
  readonly receipt: Receipt;
}

/** Amends a number; where it stands stays as it is. Refused where it is no longer as it was read. */
export const amendNumberWrite = (
  tenant: string,
  { personId, subscriptionId, sealed, reliedOn }: Read<SealedSubscription>,
  { sealed: changed, clear, imported, receipt }: AmendedNumber,
): Write => ({
  kind: 'update',
  key: subscriptionItemKey(tenant, personId, subscriptionId),
  set: {
    fields: { ...sealed, ...changed },
    ...clear,
    ...(imported !== undefined && importedItem(imported)),
    eventId: receipt.eventId,
    leaf: receipt.leaf,
  },
  add: { version: 1 },
  ...(imported?.defects.length === 0 && { remove: ['defects'] }),
  condition: [{ attribute: 'version', is: 'equal', to: reliedOn.version }],
});
