import { type GroupName, type ParcelFields } from '@temkin/parcel/domain';
import type { QrMode } from '../qr-version.ts';

/** A parcel's fields as a token carries them. */
export type Fields = Partial<ParcelFields>;

/** A sealed parcel, and the way to open it again from its text. */
export interface Token {
  /** What the QR code says. */
  readonly text: string;
  /** Before any text coding; of a JWE, which is text, its characters. */
  readonly byteLength: number;
  /** Reads the text, decrypts, and answers the fields. */
  open(): Fields | Promise<Fields>;
}

/** A way to seal parcels. Every contestant is handed the same fields. */
export interface Contestant {
  readonly name: string;
  readonly mode: QrMode;
  seal(fields: Fields): Token | Promise<Token>;
}

/** The fields of these groups; groups that a parcel lacks stay out. */
export const fieldsOf = (fields: ParcelFields, groups: readonly GroupName[]): Fields =>
  Object.fromEntries(
    groups.flatMap((group) => (fields[group] === undefined ? [] : [[group, fields[group]]])),
  );
