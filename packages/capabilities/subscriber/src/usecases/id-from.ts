import { keyedHash } from '@temkin/crypto';
import { toHex } from '@temkin/kernel';

/** Sixteen bytes as a UUID of version 4 (RFC 9562 §5.4). */
const toUuid = (bytes: Uint8Array): string => {
  const hex = toHex(bytes.with(6, ((bytes[6] ?? 0) & 0x0f) | 0x40).with(8, ((bytes[8] ?? 0) & 0x3f) | 0x80));
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

/** An id that the same seed leads to again. */
export const idFrom = (
  seed: Uint8Array,
  of: 'person' | 'subscription' | 'finding' | 'verification' | 'number-code' | 'sweep' | `question-${number}`,
): string => toUuid(keyedHash(seed, 16, of));
