import { Refusal } from '@temkin/kernel';
import { create } from 'qrcode/lib/core/qrcode.js';

/** The modules of a QR symbol, without its quiet zone. Every format draws from this. */
export interface QrMatrix {
  /** Modules a side: 17 + 4 × version. */
  readonly size: number;
  /** Light outside the symbol. */
  readonly isDark: (row: number, column: number) => boolean;
}

/** Light modules around the symbol (ISO/IEC 18004 §5.3.8). */
export const QUIET_ZONE_MODULES = 4;

/**
 * The largest symbol (ISO/IEC 18004 §5.3.1): 970 characters at level M, 702 at level Q; with its quiet zone 39.4 mm at
 * 0.375 mm a module.
 */
const MAX_VERSION = 20;

/** Characters of the longest token that fits a label. */
export const MAX_TOKEN_CHARACTERS = 970;

/** How much of a symbol may be lost: about 15 % of its codewords at M, 25 % at Q (ISO/IEC 18004 §6.5.1). */
export type ErrorCorrection = 'M' | 'Q';

/**
 * Always mask 2 (every third column). Tokens are ciphertext, so every mask gives a symbol without pattern: this one's mean
 * penalty over random tokens is the lowest of the eight and within a tenth of choosing the best each time, which takes
 * nine tenths of an encoder's time. test/unit/qr-damage.test.ts reads damaged symbols of both.
 */
export const QR_MASK = 2;

/** A prefix with a version and the base45 alphabet (RFC 9285 §4.2), which is QR's alphanumeric set. */
const TOKEN = /^TK\d+:[0-9A-Z $%*+\-./:]+$/;

const tooLarge = (): Refusal =>
  new Refusal('PARCEL.TOO_LARGE', { detail: `A label holds a symbol of version ${MAX_VERSION} at most.` });

/** Characters in alphanumeric mode, from version 1 on (ISO/IEC 18004 Table 7). */
const CAPACITIES: Readonly<Record<ErrorCorrection, readonly number[]>> = {
  M: [20, 38, 61, 90, 122, 154, 178, 221, 262, 311, 366, 419, 483, 528, 600, 656, 734, 816, 909, 970],
  Q: [16, 29, 47, 67, 87, 108, 125, 157, 189, 221, 259, 296, 352, 376, 426, 470, 531, 574, 644, 702],
};

/**
 * The version of a token's symbol, without making it: the smallest that holds its one alphanumeric segment. Refuses what
 * is no token (`PARCEL.TOKEN_MALFORMED`) and one that does not fit a label (`PARCEL.TOO_LARGE`).
 */
export const qrVersion = (token: string, errorCorrection: ErrorCorrection = 'M'): number => {
  if (token.length > MAX_TOKEN_CHARACTERS) throw tooLarge();
  if (!TOKEN.test(token)) throw new Refusal('PARCEL.TOKEN_MALFORMED');
  const version = 1 + CAPACITIES[errorCorrection].findIndex((capacity) => token.length <= capacity);
  if (version === 0) throw tooLarge();
  return version;
};

/** Modules a side of a version (ISO/IEC 18004 §5.3.1). */
export const qrSize = (version: number): number => 17 + 4 * version;

/** The QR symbol of a label token. Refuses as `qrVersion` does. */
export const qrMatrix = (token: string, errorCorrection: ErrorCorrection = 'M'): QrMatrix => {
  // Mode and version are given: left to itself, the encoder would split off runs of digits and grow the symbol's header.
  const { modules } = create([{ data: token, mode: 'alphanumeric' }], {
    version: qrVersion(token, errorCorrection),
    errorCorrectionLevel: errorCorrection,
    maskPattern: QR_MASK,
  });
  const { size } = modules;
  return {
    size,
    isDark: (row, column) =>
      row >= 0 && column >= 0 && row < size && column < size && modules.get(row, column) === 1,
  };
};
