import { deriveKey, keyedHash } from '@temkin/crypto';
import type { Envelope } from '@temkin/crypto/seal-once';
import type { GroupName } from '../field-groups.ts';
import { OPAQUE_MAC_LENGTH } from './label-token.ts';

/** The `crypto_kdf` context of everything under a label key. */
const CONTEXT = 'TKlabel1';

/** The subkey of each group. */
export const SUBKEY_IDS: Readonly<Record<GroupName, number>> = {
  delivery: 1,
  payment: 2,
  contact: 3,
  sender: 4,
  contents: 5,
};

const OPAQUE_MAC_SUBKEY_ID = 15;

/** The envelope of all groups of one label. */
export const labelEnvelope = (associatedData: Uint8Array): Envelope => ({ context: CONTEXT, associatedData });

/** What follows the header of an opaque token: nothing personal goes into it, so paper and MAC depend on no person. */
export const opaqueMac = (labelKey: Uint8Array, header: Uint8Array): Uint8Array =>
  keyedHash(deriveKey(labelKey, CONTEXT, OPAQUE_MAC_SUBKEY_ID), OPAQUE_MAC_LENGTH, header);
