import { inForce } from '@temkin/kernel';
import { FIELDS, type FieldName } from '../record/fields.ts';
import { MASKS } from '../record/masks.ts';
import type { HolderRecord, SubscriptionRecord } from '../record/subscriber-record.ts';
import type { ReadQuestion } from './decide-read.ts';

/** Fields of one party, or of a number, as they are shown: in full as the record has them, masked as `MASKS` does. */
export type ShownFields = Readonly<Partial<Record<FieldName, unknown>>>;

/** What a reader sees of a record: of everybody whom it has, the fields that were allowed and no other. */
export interface ShownRecord {
  readonly holder: ShownFields;
  readonly guardian?: ShownFields;
  readonly representative?: ShownFields;
  readonly user?: ShownFields;
  /** Where the read was of one number. */
  readonly subscription?: ShownFields;
}

/** Shows of a record what `decideRead` allowed, each field so masked as it said, by the masks of that day. */
export const showRecord = (
  {
    holder,
    subscription,
  }: {
    readonly holder: HolderRecord;
    readonly subscription?: SubscriptionRecord & { readonly numbersHeld?: number };
  },
  shown: ReadQuestion['fields'],
  atMilliseconds: number,
): ShownRecord => {
  const rules = inForce(FIELDS, atMilliseconds).value;
  const show = (part: object): ShownFields => {
    const values: ShownFields = part;
    return Object.fromEntries(
      rules.flatMap(({ field, mask }): readonly (readonly [FieldName, unknown])[] => {
        const [value, how] = [values[field], shown[field]];
        if (value === undefined || how === undefined) return [];
        return [[field, how === 'full' ? value : MASKS[mask](value as never)]];
      }),
    );
  };
  const { guardian, representative } = holder;
  const user = subscription?.user;
  return {
    holder: show(holder),
    ...(guardian !== undefined && { guardian: show(guardian) }),
    ...(representative !== undefined && { representative: show(representative) }),
    ...(user !== undefined && { user: show(user) }),
    ...(subscription !== undefined && { subscription: show(subscription) }),
  };
};
