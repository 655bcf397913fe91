import { open, seal, type Sealed } from '@temkin/crypto';
import type { RandomBytes } from '@temkin/kernel';
import { GROUP_NAMES, type GroupName, type ParcelFields } from './field-groups.ts';
import { decodeJson, encodeJson } from './padded-json.ts';

/** What a replacement is bound to (its associated data): it opens beside no other label, and as no other group. */
export interface ReplacementBinding {
  readonly tenant: string;
  readonly parcelId: string;
  readonly labelId: string;
  /** Amendments up to this one are in it. */
  readonly version: number;
}

/** Groups of what replaces a label, each sealed by itself. */
export type SealedReplacement = Readonly<Partial<Record<GroupName, Sealed>>>;

const associatedData = (
  { tenant, parcelId, labelId, version }: ReplacementBinding,
  group: GroupName,
): string => JSON.stringify([tenant, parcelId, labelId, 'replacement', version, group]);

/**
 * Seals what the new label of a parcel says beside the one that it replaces, under that one's key for amendments: whoever
 * scans the old paper gets the new words. Of a group that the new label lacks there is nothing.
 */
export const sealReplacement = (
  key: Uint8Array,
  fields: ParcelFields,
  groups: readonly GroupName[],
  binding: ReplacementBinding,
  random: RandomBytes,
): SealedReplacement =>
  Object.fromEntries(
    groups.flatMap((group) => {
      const words = fields[group];
      return words === undefined
        ? []
        : [[group, seal(key, encodeJson(words), associatedData(binding, group), random)]];
    }),
  );

/** Opens those of these groups that there are, and no other. Throws where one does not open: nobody but us seals them. */
export const openReplacement = (
  key: Uint8Array,
  sealed: (group: GroupName) => Sealed | undefined,
  groups: readonly GroupName[],
  binding: ReplacementBinding,
): Partial<ParcelFields> =>
  Object.fromEntries(
    GROUP_NAMES.flatMap((group) => {
      const ciphertext = groups.includes(group) ? sealed(group) : undefined;
      if (ciphertext === undefined) return [];
      const json = open(key, ciphertext, associatedData(binding, group));
      if (json === undefined) throw new Error('what replaces a label does not open');
      return [[group, decodeJson(json)]];
    }),
  );
