import { TAG_LENGTH, type Envelope, type Message } from '@temkin/crypto/seal-once';
import { concatBytes } from '@temkin/kernel';
import type { GroupName, ParcelFields } from '../field-groups.ts';
import { labelEnvelope, opaqueMac, SUBKEY_IDS } from './label-envelope.ts';
import { LABEL_KINDS, type LabelKind } from './label-kinds.ts';
import { HEADER_LENGTH, labelHeader, MAX_TOKEN_BYTES, tokenText } from './label-token.ts';
import { knownCoding } from './payload-versions.ts';
import { rungBytes } from './sealed-form.ts';

/** What a label is to say. */
export interface LabelContent {
  readonly kind: LabelKind;
  /** Lower-case hexadecimal, 16 digits. */
  readonly labelId: string;
  /** Texts normalised; anything else throws, as a bug. Groups that the kind lacks are not read. */
  readonly fields: Partial<ParcelFields>;
}

/** A sealed label, and what must be stored so that it opens again. */
export interface SealedLabel {
  /** The text of the QR code. */
  readonly token: string;
  /** The same as bytes, for the digest. */
  readonly bytes: Uint8Array;
  /** The label key, 32 bytes; to be wrapped. */
  readonly key: Uint8Array;
  readonly payloadVersion: number;
  /** Only of an opaque label: its sealed groups, to be stored with it. */
  readonly groups?: Uint8Array;
}

/** All that is sealed, before a key is used. */
export interface SealingPlan {
  readonly kind: LabelKind;
  readonly payloadVersion: number;
  readonly envelope: Envelope;
  readonly messages: readonly Message[];
}

/** A sender may not be given; every other group of a kind is. */
const requiredGroup = <Group extends GroupName>(
  fields: Partial<ParcelFields>,
  name: Group,
): ParcelFields[Group] => {
  if (name !== 'sender' && fields[name] === undefined) throw new Error(`a label lacks its group ${name}`);
  return (fields as ParcelFields)[name];
};

/** What a label comes to before it is sealed; `too-large` as `sealLabel` says. */
export const planSealing = (
  { kind, labelId, fields }: LabelContent,
  payloadVersion: number,
): SealingPlan | 'too-large' => {
  const coding = knownCoding(payloadVersion);
  const groups = [];
  for (const name of LABEL_KINDS[kind].groups) {
    const plaintext = coding.encode(name, requiredGroup(fields, name));
    if (plaintext === 'too-large') return plaintext;
    groups.push({ name, plaintext, subkeyId: SUBKEY_IDS[name] });
  }
  const associatedData = concatBytes(
    labelHeader(payloadVersion, kind, labelId),
    rungBytes(groups, coding.ladders),
  );
  const length = groups.reduce(
    (sum, { plaintext }) => sum + plaintext.length + TAG_LENGTH,
    associatedData.length,
  );
  if (kind !== 'opaque' && length > MAX_TOKEN_BYTES) return 'too-large';
  return { kind, payloadVersion, envelope: labelEnvelope(associatedData), messages: groups };
};

/** A label of its sealed groups. */
export const assemble = (plan: SealingPlan, key: Uint8Array, sealed: readonly Uint8Array[]): SealedLabel => {
  const { kind, payloadVersion } = plan;
  const { associatedData } = plan.envelope;
  if (kind !== 'opaque') {
    const bytes = concatBytes(associatedData, ...sealed);
    return { token: tokenText(bytes), bytes, key, payloadVersion };
  }
  const header = associatedData.subarray(0, HEADER_LENGTH);
  const bytes = concatBytes(header, opaqueMac(key, header));
  const groups = concatBytes(associatedData.subarray(HEADER_LENGTH), ...sealed);
  return { token: tokenText(bytes), bytes, key, payloadVersion, groups };
};
