import { equalBytes, keyedHash } from '@temkin/crypto';
import { fromHex, toHex } from '@temkin/kernel';

const PREFIX = 'TB1:';

const CODE_BYTES = 8;

/** The key of all codes that a shift's badge shows, under a tenant key of purpose `call`. */
export const badgeKey = (tenantKey: Uint8Array, shiftId: string): Uint8Array =>
  keyedHash(tenantKey, 32, 'badge', shiftId);

const windowAt = (nowMilliseconds: number, seconds: number): number =>
  Math.floor(nowMilliseconds / (seconds * 1_000));

const codeOf = (key: Uint8Array, window: number): Uint8Array =>
  keyedHash(key, CODE_BYTES, 'badge-code', String(window));

/** What a badge shows now, and when it shows something else (milliseconds since the epoch). */
export interface ShownBadge {
  /** `TB1:` and 16 hexadecimal digits in upper case: the alphanumeric letters of a QR code. It names nobody. */
  readonly badge: string;
  readonly expiresAt: number;
}

/** The badge at an instant: as a time-based one-time password (RFC 6238 §4.2), by a keyed hash of the window. */
export const badgeAt = (key: Uint8Array, nowMilliseconds: number, seconds: number): ShownBadge => {
  const window = windowAt(nowMilliseconds, seconds);
  return {
    badge: `${PREFIX}${toHex(codeOf(key, window)).toUpperCase()}`,
    expiresAt: (window + 1) * seconds * 1_000,
  };
};

/** The code of a badge's text; undefined for what is none. */
export const parseBadge = (text: string): Uint8Array | undefined => {
  const trimmed = text.length <= 64 ? text.trim() : '';
  if (!trimmed.toUpperCase().startsWith(PREFIX)) return undefined;
  const code = fromHex(trimmed.slice(PREFIX.length).toLowerCase());
  return code?.length === CODE_BYTES ? code : undefined;
};

/**
 * Whether a badge of this key shows a code now, or showed it in the window before: somebody has to scan and send it (RFC 6238 §5.2).
 * It says the same however often it is asked: what binds it to a moment and a door is the parcel that is asked for with it.
 */
export const isBadgeOf = (
  key: Uint8Array,
  code: Uint8Array,
  nowMilliseconds: number,
  seconds: number,
): boolean => {
  const window = windowAt(nowMilliseconds, seconds);
  // Both are computed, whichever is right.
  return [window, window - 1].map((one) => equalBytes(codeOf(key, one), code)).includes(true);
};
