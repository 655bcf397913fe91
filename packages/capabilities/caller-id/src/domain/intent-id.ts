import { keyedHash } from '@temkin/crypto';
import { toHex } from '@temkin/kernel';

/** The id that a request's seed (32 bytes, random) leads to: a UUIDv4 (RFC 9562 §5.4), the same for its repetitions. */
export const intentIdOf = (seed: Uint8Array): string => {
  const bytes = keyedHash(seed, 16, 'call-intent');
  const [version, variant] = [bytes[6] ?? 0, bytes[8] ?? 0];
  bytes[6] = (version & 0x0f) | 0x40;
  bytes[8] = (variant & 0x3f) | 0x80;
  const hex = toHex(bytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

/** The form of an intent's id, for parsing one that comes from outside. */
export const INTENT_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
