import { maskedDelivery, type Shown } from '../domain/index.ts';
import type { ShownFields } from './hand-overs.ts';

/** What leaves of opened groups: fields to be shown, or what was computed of those that are not. */
export interface Disclosed {
  readonly fields: ShownFields;
  /** Where the parcel goes, for whoever sorts or prints. */
  readonly communeCode?: string;
}

/** Leaves of the opened fields what may be shown. A group that no mask is known for is not shown masked. */
export const disclosedFields = (shown: Shown, { delivery, ...others }: ShownFields): Disclosed => {
  switch (shown) {
    case 'full':
      return { fields: { ...(delivery !== undefined && { delivery }), ...others } };
    case 'masked':
      return { fields: delivery === undefined ? {} : { delivery: maskedDelivery(delivery) } };
    case 'withheld':
      return { fields: {}, ...(delivery !== undefined && { communeCode: delivery.communeCode }) };
  }
};
