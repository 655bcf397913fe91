import { fromBase45, toBase45 } from '../../../../packages/capabilities/parcel/src/domain/label/base45.ts';
import type { Fields, Token } from './contestant.ts';

/** A binary token as base45 text. All peers use the coder of our own tokens, so that only what is inside is compared. */
export const base45Token = (
  bytes: Uint8Array,
  open: (bytes: Uint8Array) => Fields | Promise<Fields>,
): Token => {
  const text = toBase45(bytes);
  return {
    text,
    byteLength: bytes.length,
    open: () => {
      const read = fromBase45(text);
      if (read === undefined) throw new Error('this is no base45');
      return open(read);
    },
  };
};
