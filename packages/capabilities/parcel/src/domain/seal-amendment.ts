import { deriveKey, open, seal, type Sealed } from '@temkin/crypto';
import type { RandomBytes } from '@temkin/kernel';
import { AMENDABLE_GROUPS, type AmendableGroup, type AmendmentChanges } from './amendments.ts';
import type { GroupName } from './field-groups.ts';
import { decodeJson, encodeJson } from './padded-json.ts';

/** What an amendment is bound to (its associated data): it opens as no other version, of no other parcel or label. */
export interface AmendmentBinding {
  readonly tenant: string;
  readonly parcelId: string;
  readonly version: number;
  /** The label whose holder reads it, or the escrow copy. */
  readonly beside: { readonly labelId: string } | 'escrow';
}

/** The groups that an amendment changes, each sealed by itself: who may open one group opens no other. */
export type SealedAmendment = Readonly<Partial<Record<AmendableGroup, Sealed>>>;

/** `crypto_kdf` context of the key for amendments under a label key, whose own groups have another. */
const CONTEXT = 'TKamend1';

const associatedData = (
  { tenant, parcelId, version, beside }: AmendmentBinding,
  group: AmendableGroup,
): string => JSON.stringify([tenant, parcelId, version, beside, group]);

/** The key that amendments are sealed with beside a label: it dies with the label's. */
export const amendmentKey = (labelKey: Uint8Array): Uint8Array => deriveKey(labelKey, CONTEXT, 1);

/** Seals those of these groups that an amendment changes. */
export const sealAmendment = (
  key: Uint8Array,
  changes: AmendmentChanges,
  groups: readonly GroupName[],
  binding: AmendmentBinding,
  random: RandomBytes,
): SealedAmendment =>
  Object.fromEntries(
    AMENDABLE_GROUPS.flatMap((group) => {
      const changed = changes[group];
      return changed === undefined || !groups.includes(group)
        ? []
        : [[group, seal(key, encodeJson(changed), associatedData(binding, group), random)]];
    }),
  );

/**
 * Opens those of these groups that an amendment changes, and no other. Throws where one does not open: nobody but us seals
 * amendments.
 */
export const openAmendment = (
  key: Uint8Array,
  sealed: (group: AmendableGroup) => Sealed | undefined,
  groups: readonly GroupName[],
  binding: AmendmentBinding,
): AmendmentChanges =>
  Object.fromEntries(
    AMENDABLE_GROUPS.flatMap((group) => {
      const ciphertext = groups.includes(group) ? sealed(group) : undefined;
      if (ciphertext === undefined) return [];
      const json = open(key, ciphertext, associatedData(binding, group));
      if (json === undefined) throw new Error('a stored amendment does not open');
      return [[group, decodeJson(json)]];
    }),
  );
