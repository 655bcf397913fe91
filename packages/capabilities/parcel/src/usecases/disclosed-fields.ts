import { maskName } from '@temkin/kernel';
import { maskedDelivery, type DeliveryFields, type Purpose, type Shown } from '../domain/index.ts';
import type { ShownFields } from './hand-overs.ts';

/** What leaves of opened groups: fields to be shown, or what was computed of those that are not. */
export interface Disclosed {
  readonly fields: ShownFields;
  /** Where the parcel goes, for whoever sorts or prints. */
  readonly communeCode?: string;
  /** The recipient's name as a label may say it. */
  readonly printedName?: string;
}

const computedFor = (
  purpose: Purpose,
  { communeCode, recipientName }: DeliveryFields,
): Omit<Disclosed, 'fields'> => ({
  communeCode,
  ...(purpose === 'reprint' && { printedName: maskName(recipientName) }),
});

/** Leaves of the opened fields what may be shown. A group that no mask is known for is not shown masked. */
export const disclosedFields = (
  purpose: Purpose,
  shown: Shown,
  { delivery, ...others }: ShownFields,
): Disclosed => {
  switch (shown) {
    case 'full':
      return { fields: { ...(delivery !== undefined && { delivery }), ...others } };
    case 'masked':
      return { fields: delivery === undefined ? {} : { delivery: maskedDelivery(delivery) } };
    case 'withheld':
      return { fields: {}, ...(delivery !== undefined && computedFor(purpose, delivery)) };
  }
};
