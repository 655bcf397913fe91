import { open, seal } from '@temkin/crypto';
import { concatBytes, type RandomBytes } from '@temkin/kernel';

/** What parts of are sent or fetched: rows that come in, or records that go out. */
export type PartsOf = 'import' | 'export';

/** Where a part belongs. */
export interface PartPlace {
  readonly of: PartsOf;
  readonly tenant: string;
  /** Of the import or export. */
  readonly id: string;
  /** From 1. */
  readonly part: number;
  readonly isLast: boolean;
}

const NONCE_BYTES = 24;

/** Bytes that sealing adds to a part: a nonce and a tag. */
export const SEALING_BYTES = NONCE_BYTES + 16;

/**
 * The associated data of a part: put in another place, or shown as the last or not as the last, it does not open. So parts that all open
 * are all parts, in order.
 */
export const partBinding = ({ of, tenant, id, part, isLast }: PartPlace): string =>
  JSON.stringify([`temkin/registry-${of}`, tenant, id, part, isLast]);

/** Seals a part under the key of its import or export: XChaCha20-Poly1305, the nonce (24 bytes) before the ciphertext. */
export const sealPart = (
  key: Uint8Array,
  place: PartPlace,
  bytes: Uint8Array,
  random: RandomBytes,
): Uint8Array => {
  const { nonce, ciphertext } = seal(key, bytes, partBinding(place), random);
  return concatBytes(nonce, ciphertext);
};

/** Opens what `sealPart` made; undefined where it is of another place, under another key, or damaged. */
export const openPart = (key: Uint8Array, place: PartPlace, sealed: Uint8Array): Uint8Array | undefined =>
  sealed.length < SEALING_BYTES
    ? undefined
    : open(
        key,
        { nonce: sealed.subarray(0, NONCE_BYTES), ciphertext: sealed.subarray(NONCE_BYTES) },
        partBinding(place),
      );
