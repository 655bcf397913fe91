import { TAG_LENGTH } from '@temkin/crypto/seal-once';
import type { GroupName } from '../field-groups.ts';
import { HEADER_LENGTH } from './label-token.ts';
import type { PayloadCoding } from './payload-coding.ts';

/**
 * The sealed form of a label: header ‖ rungs ‖ a ciphertext per group. A `sealed` token is its sealed form; of an
 * `opaque` one the header is on paper and the rest with the server.
 *
 * A rung is the place of a group's padded length on its ladder: four bits, the first group's the highest. The last group
 * has none, it takes what is left; a half byte left over is zero.
 */
const rungBytesLength = (groupCount: number): number => Math.ceil((groupCount - 1) / 2);

/** The rungs of padded plaintexts, given in the order of the token. */
export const rungBytes = (
  groups: readonly { readonly name: GroupName; readonly plaintext: Uint8Array }[],
  ladders: PayloadCoding['ladders'],
): Uint8Array => {
  const bytes = new Uint8Array(rungBytesLength(groups.length));
  groups.slice(0, -1).forEach(({ name, plaintext }, index) => {
    const rung = ladders[name].indexOf(plaintext.length);
    bytes[index >> 1] = (bytes[index >> 1] ?? 0) | (index % 2 === 0 ? rung << 4 : rung);
  });
  return bytes;
};

/** A sealed form taken apart. */
export interface CutLabel {
  /** Header and rungs: what every group is bound to. */
  readonly associatedData: Uint8Array;
  readonly ciphertexts: ReadonlyMap<GroupName, Uint8Array>;
}

/** Takes a sealed form apart; undefined where its lengths are not ones that a label has. */
export const cutSealedForm = (
  form: Uint8Array,
  names: readonly GroupName[],
  ladders: PayloadCoding['ladders'],
): CutLabel | undefined => {
  const bodyAt = HEADER_LENGTH + rungBytesLength(names.length);
  const ciphertexts = new Map<GroupName, Uint8Array>();
  let at = bodyAt;
  for (const [index, name] of names.entries()) {
    const last = index === names.length - 1;
    const pair = form[HEADER_LENGTH + (index >> 1)] ?? 0;
    const rung = index % 2 === 0 ? pair >> 4 : pair & 0x0f;
    const length = last ? form.length - at - TAG_LENGTH : ladders[name][rung];
    if (length === undefined || !ladders[name].includes(length)) return undefined;
    const end = at + length + TAG_LENGTH;
    ciphertexts.set(name, form.subarray(at, end));
    at = end;
  }
  const unused = names.length % 2 === 0 && ((form[bodyAt - 1] ?? 0) & 0x0f) !== 0;
  return unused ? undefined : { associatedData: form.subarray(0, bodyAt), ciphertexts };
};
