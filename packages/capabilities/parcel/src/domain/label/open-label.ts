import { equalBytes } from '@temkin/crypto';
import { openOnce } from '@temkin/crypto/seal-once';
import { concatBytes } from '@temkin/kernel';
import type { GroupName, ParcelFields } from '../field-groups.ts';
import { labelEnvelope, opaqueMac, SUBKEY_IDS } from './label-envelope.ts';
import { labelKindOf, LABEL_KINDS, type LabelKind } from './label-kinds.ts';
import { HEADER_LENGTH, versionAndKindOf } from './label-token.ts';
import { payloadCoding } from './payload-versions.ts';
import { cutSealedForm } from './sealed-form.ts';

/** A label whose digest has been compared, and the groups that a decision allows. */
export interface LabelToOpen {
  /** The whole token. */
  readonly bytes: Uint8Array;
  /** Of an opaque label: the sealed groups that were stored with it. */
  readonly remoteGroups?: Uint8Array | undefined;
  /** The label key, 32 bytes. */
  readonly key: Uint8Array;
  /** These are decrypted, and no other. */
  readonly groups: readonly GroupName[];
}

/** The sealed form of a label; undefined where an opaque one's MAC is wrong or its groups are missing. */
const sealedFormOf = (kind: LabelKind, { bytes, remoteGroups, key }: LabelToOpen): Uint8Array | undefined => {
  if (kind !== 'opaque') return bytes;
  const header = bytes.subarray(0, HEADER_LENGTH);
  if (remoteGroups === undefined || !equalBytes(bytes.subarray(HEADER_LENGTH), opaqueMac(key, header))) {
    return undefined;
  }
  return concatBytes(header, remoteGroups);
};

/**
 * Opens the requested groups. `broken` where one of them is not on this kind of label or anything at all does not fit;
 * no byte string makes it throw. A sender that was not given is absent from the answer.
 */
export const openLabel = (label: LabelToOpen): Partial<ParcelFields> | 'broken' => {
  const { payloadVersion, kindCode } = versionAndKindOf(label.bytes);
  const coding = payloadCoding(payloadVersion);
  const kind = labelKindOf(kindCode);
  const form = kind && sealedFormOf(kind, label);
  if (coding === undefined || kind === undefined || form === undefined) return 'broken';
  const cut = cutSealedForm(form, LABEL_KINDS[kind].groups, coding.ladders);
  if (cut === undefined) return 'broken';
  const envelope = labelEnvelope(cut.associatedData);
  const opened: [GroupName, ParcelFields[GroupName]][] = [];
  for (const name of label.groups) {
    const ciphertext = cut.ciphertexts.get(name);
    const padded = ciphertext && openOnce(label.key, envelope, SUBKEY_IDS[name], ciphertext);
    const fields = padded === undefined ? 'broken' : coding.decode(name, padded);
    if (fields === 'broken') return 'broken';
    if (fields !== undefined) opened.push([name, fields]);
  }
  return Object.fromEntries(opened);
};
