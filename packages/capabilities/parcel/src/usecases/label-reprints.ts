import type { WrappedKey } from '@temkin/crypto';
import type { Clock } from '@temkin/kernel';
import {
  maskedDelivery,
  type AmendedFields,
  type DisclosureRule,
  type Parcel,
  type ParcelFields,
  type Read,
} from '../domain/index.ts';
import type { Label } from '../store/label-item.ts';
import type { ParcelReads } from '../store/parcel-reads.ts';
import type { Directory, LabelSettings } from './ports.ts';
import { resealStored, type Resealing } from './reseal-stored.ts';

/** A label that can be made again: its record, and its key still wrapped. */
export interface LostLabel {
  readonly label: Read<Label>;
  readonly labelKey: WrappedKey;
  readonly settings: LabelSettings;
}

/** What `POST /v1/labels` draws a label from: the same token, and the words that may be on paper. */
export interface ReprintedLabel {
  readonly token: string;
  readonly recipientName: string;
  /** A star where the company prints none. */
  readonly street: string;
  /** Only where the company prints it. */
  readonly codAmountVnd?: number;
}

export interface ReprintDependencies {
  readonly store: Pick<ParcelReads, 'label' | 'labelKey'>;
  readonly directory: Pick<Directory, 'settings'>;
  readonly labelKeys: Resealing['labelKeys'];
  readonly keys: Pick<Resealing, 'ring'>;
  readonly clock: Clock;
}

const wordsOf = (
  { delivery, payment }: Partial<AmendedFields>,
  { profile, codOnLabel }: LabelSettings,
): Omit<ReprintedLabel, 'token'> => {
  if (delivery === undefined) throw new Error('a parcel that is printed has a recipient');
  const { recipientName, street } = maskedDelivery(delivery);
  const codAmountVnd = payment?.codAmountVnd;
  return {
    recipientName,
    street: profile === 'strict' ? '*' : street,
    ...(codOnLabel && codAmountVnd !== undefined && { codAmountVnd }),
  };
};

/**
 * Finds the label of a parcel before its reprint is on record, and makes it again afterwards, bit for bit: from its stored
 * key and what was sealed then, and held against its stored digest.
 */
export const labelReprints = ({ store, directory, labelKeys, keys, clock }: ReprintDependencies) => ({
  /** Undefined where the rule prints none; `shredded` once the label or its key is dead. */
  find: async (
    tenant: string,
    { labelId }: Pick<Parcel, 'labelId'>,
    { besides }: Pick<DisclosureRule, 'besides'>,
  ): Promise<LostLabel | 'shredded' | undefined> => {
    if (besides !== 'label') return undefined;
    const [label, labelKey, { labels: settings }] = await Promise.all([
      store.label(tenant, labelId),
      store.labelKey(tenant, labelId, clock.now()),
      directory.settings(tenant),
    ]);
    if (label === undefined) throw new Error('a parcel has no label');
    return label.status !== 'live' || labelKey === undefined ? 'shredded' : { label, labelKey, settings };
  },

  /** Makes it again from the fields as they were sealed, with the words as they are now. */
  make: async (
    tenant: string,
    lost: LostLabel,
    { sealed, newest }: { readonly sealed: Partial<ParcelFields>; readonly newest: Partial<AmendedFields> },
  ): Promise<ReprintedLabel> => ({
    token: await resealStored({ labelKeys, ring: keys.ring }, tenant, lost, sealed),
    ...wordsOf(newest, lost.settings),
  }),
});

export type LabelReprints = ReturnType<typeof labelReprints>;
