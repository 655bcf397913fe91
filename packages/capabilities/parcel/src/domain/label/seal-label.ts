import { equalBytes } from '@temkin/crypto';
import {
  freshKey,
  resealExactly,
  sealOnce,
  TAG_LENGTH,
  type Envelope,
  type Message,
} from '@temkin/crypto/seal-once';
import { concatBytes, OutcomeUnknown, type RandomBytes } from '@temkin/kernel';
import type { ParcelFields } from '../field-groups.ts';
import { labelEnvelope, opaqueMac, SUBKEY_IDS } from './label-envelope.ts';
import { LABEL_KINDS, type LabelKind } from './label-kinds.ts';
import { HEADER_LENGTH, labelHeader, MAX_TOKEN_BYTES, tokenText } from './label-token.ts';
import { CURRENT_PAYLOAD_VERSION, knownCoding } from './payload-versions.ts';
import { rungBytes } from './sealed-form.ts';

/** What a label is to say. */
export interface LabelContent {
  readonly kind: LabelKind;
  /** Lower-case hexadecimal, 16 digits. */
  readonly labelId: string;
  /** Texts normalised; anything else throws, as a bug. Groups that the kind lacks are not read. */
  readonly fields: ParcelFields;
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
interface SealingPlan {
  readonly kind: LabelKind;
  readonly payloadVersion: number;
  readonly envelope: Envelope;
  readonly messages: readonly Message[];
}

const planSealing = (
  { kind, labelId, fields }: LabelContent,
  payloadVersion: number,
): SealingPlan | 'too-large' => {
  const coding = knownCoding(payloadVersion);
  const groups = [];
  for (const name of LABEL_KINDS[kind].groups) {
    const plaintext = coding.encode(name, fields[name]);
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

const assemble = (plan: SealingPlan, key: Uint8Array, sealed: readonly Uint8Array[]): SealedLabel => {
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

/**
 * Seals a new label under a key of its own. `too-large` where its token would exceed MAX_TOKEN_BYTES, or a group the last
 * rung of its ladder; an opaque label has only the second limit.
 */
export const sealLabel = (
  label: LabelContent & { readonly random: RandomBytes; readonly payloadVersion?: number },
): SealedLabel | 'too-large' => {
  const plan = planSealing(label, label.payloadVersion ?? CURRENT_PAYLOAD_VERSION);
  if (plan === 'too-large') return plan;
  const { key, sealed } = sealOnce(freshKey(label.random), plan.envelope, plan.messages);
  return assemble(plan, key, sealed);
};

/** What was stored when a label was first sealed. */
export interface StoredLabel {
  readonly payloadVersion: number;
  readonly storedKey: Uint8Array;
  /** Only of an opaque label, and then needed: its token says nothing of its groups. */
  readonly storedGroups?: Uint8Array | undefined;
  /** Whether these token bytes have the stored digest. */
  readonly isStored: (tokenBytes: Uint8Array) => boolean;
}

/**
 * Makes the same label again for an idempotent replay, under the payload version of the first time. Throws
 * OutcomeUnknown where the content is not exactly what was sealed then; nothing of it leaves.
 */
export const resealLabel = (label: LabelContent & StoredLabel): SealedLabel => {
  const { payloadVersion, storedKey, storedGroups, isStored } = label;
  const plan = planSealing(label, payloadVersion);
  if (plan === 'too-large') throw new OutcomeUnknown('the replay does not fit the label that was sealed');
  const isSame = ({ bytes, groups }: SealedLabel): boolean =>
    isStored(bytes) &&
    (groups === undefined || (storedGroups !== undefined && equalBytes(groups, storedGroups)));
  const sealed = resealExactly(storedKey, plan.envelope, plan.messages, (candidate) =>
    isSame(assemble(plan, storedKey, candidate)),
  );
  return assemble(plan, storedKey, sealed);
};
