import {
  holderOfStored,
  imagesOfStored,
  pointerOfStored,
  storedHolder,
  storedSubscription,
  subscriptionOfStored,
  type ClearSubscription,
  type FieldTexts,
  type StoredRecord,
} from '../record/stored-fields.ts';
import type { SubscriberRecord } from '../record/subscriber-record.ts';

/** What is kept in clear of a number, and not decided by moves. */
const AMENDABLE = ['payment', 'channel', 'ordinal', 'registeredAt', 'serviceStart'] as const;

/** What of a number moves decide, or what its indexes take it for. */
const FIXED = ['use', 'state', 'serviceEnd'] as const;

/** What a row says otherwise than the registry. */
export interface RowDifference {
  /** Texts to be sealed anew, by the names of stored fields. */
  readonly holder: FieldTexts;
  readonly subscription: FieldTexts;
  readonly clear: Partial<Pick<ClearSubscription, (typeof AMENDABLE)[number]>>;
  /** Pointers to all of these (RFC 6901). */
  readonly amendable: readonly string[];
  /** Pointers to what no row amends: where a number stands, its use, who came for an organisation, images that the registry has itself. */
  readonly fixed: readonly string[];
}

/** The same with the names of everything in order, so that what is the same is written the same. */
const inOrder = <Value>(value: Value): Value => {
  if (Array.isArray(value)) return value.map((one: unknown) => inOrder(one)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([name, one]) => [name, inOrder(one as unknown)])) as Value;
};

interface DifferingTexts {
  readonly texts: FieldTexts;
  readonly fixed: readonly string[];
}

/** Texts of a row that differ from what is kept, but for what the row was found by. */
const differing = (kept: FieldTexts, known: FieldTexts, told: FieldTexts, but: string): DifferingTexts => {
  const other = Object.entries(told).filter(([name, text]) => name !== but && known[name] !== text);
  const isOwnImage = (name: string): boolean => {
    const text = kept[name];
    const images = text === undefined ? new Map<string, never>() : imagesOfStored({ [name]: text });
    return [...images.values()].some(({ key }) => key !== undefined);
  };
  return {
    texts: Object.fromEntries(other.filter(([name]) => !isOwnImage(name))),
    fixed: other.flatMap(([name]) => (isOwnImage(name) ? [name] : [])),
  };
};

/**
 * Compares a row with the record of the same holder and number. Each field is compared whole, as the registry seals it (`address`,
 * `document`, `guardian.name`), and only those are that the row has. Identity number and number are what both were found by.
 */
export const compareRow = (
  stored: StoredRecord,
  { holder, subscription }: SubscriberRecord,
): RowDifference => {
  const ofHolder = differing(
    stored.holder.texts,
    storedHolder(inOrder(holderOfStored(stored.holder))).texts,
    storedHolder(inOrder(holder)).texts,
    'identity',
  );
  const ofNumber = differing(
    stored.subscription.texts,
    storedSubscription(inOrder(subscriptionOfStored(stored.subscription))).texts,
    storedSubscription(inOrder(subscription)).texts,
    'msisdn',
  );
  const { clear } = stored.subscription;
  const isOther = (name: (typeof AMENDABLE)[number] | (typeof FIXED)[number]): boolean =>
    subscription[name] !== undefined && subscription[name] !== clear[name];
  const changed = AMENDABLE.filter(isOther);
  return {
    holder: ofHolder.texts,
    subscription: ofNumber.texts,
    clear: Object.fromEntries(changed.map((name) => [name, subscription[name]])),
    amendable: [
      ...Object.keys(ofHolder.texts).map((name) => pointerOfStored('holder', name)),
      ...[...Object.keys(ofNumber.texts), ...changed].map((name) => pointerOfStored('subscription', name)),
    ],
    fixed: [
      ...(holder.representedBy !== undefined && holder.representedBy !== stored.holder.clear.representedBy
        ? ['/holder/representedBy']
        : []),
      ...ofHolder.fixed.map((name) => pointerOfStored('holder', name)),
      ...[...ofNumber.fixed, ...FIXED.filter(isOther)].map((name) => pointerOfStored('subscription', name)),
    ],
  };
};
