import type { GroupName, ParcelFields } from '../field-groups.ts';

/**
 * How the groups of one payload version are written and padded. A published coding is frozen: what it writes may change
 * in no bit, on no platform, for as long as a label that it wrote can exist.
 */
export interface PayloadCoding {
  /** The lengths in bytes that a group's padded plaintext may have: ascending, at most 16 a group. */
  readonly ladders: Readonly<Record<GroupName, readonly number[]>>;
  /** The padded plaintext of a group. Throws where a field is not in its canonical form: that is the caller's bug. */
  encode<Group extends GroupName>(group: Group, fields: ParcelFields[Group]): Uint8Array | 'too-large';
  /**
   * The fields of a padded plaintext; `broken` for any bytes that `encode` would not have written, NFC apart, which is the
   * writer's duty (clean-text.ts). Never throws.
   */
  decode<Group extends GroupName>(group: Group, padded: Uint8Array): ParcelFields[Group] | 'broken';
}

/** The shortest length of a ladder that holds the content; undefined where none does. */
export const paddedLength = (ladder: readonly number[], contentLength: number): number | undefined =>
  ladder.find((length) => length >= contentLength);
