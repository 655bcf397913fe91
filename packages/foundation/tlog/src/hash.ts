import { concatBytes } from '@temkin/kernel';
import type { Sha256 } from './sha256.ts';

const LEAF_PREFIX = Uint8Array.of(0x00);
const NODE_PREFIX = Uint8Array.of(0x01);

/** The hash of the empty tree: SHA-256 of nothing (RFC 6962 §2.1). */
export const emptyRoot = async (sha256: Sha256): Promise<Uint8Array> => sha256(new Uint8Array());

/** The hash of an entry: SHA-256(0x00 ‖ entry) (RFC 6962 §2.1). */
export const leafHash = async (sha256: Sha256, entry: Uint8Array): Promise<Uint8Array> =>
  sha256(concatBytes(LEAF_PREFIX, entry));

/** The hash of two subtrees: SHA-256(0x01 ‖ left ‖ right) (RFC 6962 §2.1). */
export const nodeHash = async (sha256: Sha256, left: Uint8Array, right: Uint8Array): Promise<Uint8Array> =>
  sha256(concatBytes(NODE_PREFIX, left, right));
