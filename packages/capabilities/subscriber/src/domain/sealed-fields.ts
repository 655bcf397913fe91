import { open, seal } from '@temkin/crypto';
import { concatBytes, type RandomBytes } from '@temkin/kernel';
import { fieldBinding, type FieldPlace } from './field-binding.ts';
import { padText, unpadText } from './padded-text.ts';
import type { SealedFieldName } from './person.ts';
import type { FieldTexts } from './record/stored-fields.ts';

/** The fields of a record as they are stored: of each its version (4 bytes, big-endian), nonce (24) and ciphertext. */
export type SealedFields = Readonly<Record<SealedFieldName, Uint8Array>>;

/** The record that fields are of. */
export type RecordPlace = Omit<FieldPlace, 'field' | 'version'>;

const VERSION_BYTES = 4;
const NONCE_BYTES = 24;

/** Seals fields one by one, as of the version of the record that they come with. */
export const sealFields = (
  key: Uint8Array,
  place: RecordPlace & { readonly version: number },
  fields: FieldTexts,
  random: RandomBytes,
): SealedFields => {
  const prefix = new Uint8Array(VERSION_BYTES);
  new DataView(prefix.buffer).setUint32(0, place.version);
  return Object.fromEntries(
    Object.entries(fields).map(([field, value]) => {
      const { nonce, ciphertext } = seal(key, padText(value), fieldBinding({ ...place, field }), random);
      return [field, concatBytes(prefix, nonce, ciphertext)];
    }),
  );
};

/** Opens one field; undefined where it is of another place or under another key. */
export const openField = (
  key: Uint8Array,
  place: RecordPlace,
  field: SealedFieldName,
  sealed: Uint8Array,
): string | undefined => {
  if (sealed.length < VERSION_BYTES + NONCE_BYTES) return undefined;
  const version = new DataView(sealed.buffer, sealed.byteOffset).getUint32(0);
  const nonce = sealed.subarray(VERSION_BYTES, VERSION_BYTES + NONCE_BYTES);
  const ciphertext = sealed.subarray(VERSION_BYTES + NONCE_BYTES);
  const padded = open(key, { nonce, ciphertext }, fieldBinding({ ...place, field, version }));
  return padded && unpadText(padded);
};

/** Opens the fields of these names that there are. Throws where one does not open: then somebody wrote past the system. */
export const openFields = (
  key: Uint8Array,
  place: RecordPlace,
  sealed: SealedFields,
  names: readonly SealedFieldName[],
): FieldTexts => {
  const opened: Record<SealedFieldName, string> = {};
  for (const field of names) {
    const bytes = sealed[field];
    if (bytes === undefined) continue;
    const value = openField(key, place, field, bytes);
    if (value === undefined) throw new Error(`a stored field ${field} does not open`);
    opened[field] = value;
  }
  return opened;
};
