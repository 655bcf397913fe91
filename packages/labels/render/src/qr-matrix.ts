import { Refusal } from '@temkin/kernel';
import { create } from 'qrcode';

/** The modules of a QR symbol, without its quiet zone. Every format draws from this. */
export interface QrMatrix {
  /** Modules a side: 17 + 4 × version. */
  readonly size: number;
  /** Light outside the symbol. */
  readonly isDark: (row: number, column: number) => boolean;
}

/** Light modules around the symbol (ISO/IEC 18004 §5.3.8). */
export const QUIET_ZONE_MODULES = 4;

/** Version 20 at level M in alphanumeric mode (ISO/IEC 18004 Table 7); with its quiet zone 39.4 mm at 0.375 mm. */
export const MAX_TOKEN_CHARACTERS = 970;

/** A prefix with a version and the base45 alphabet (RFC 9285 §4.2), which is QR's alphanumeric set. */
const TOKEN = /^TK\d+:[0-9A-Z $%*+\-./:]+$/;

/**
 * The QR symbol of a label token: level M, one alphanumeric segment, the smallest version that holds it.
 * Refuses what is no token (`PARCEL.TOKEN_MALFORMED`) and one that does not fit a label (`PARCEL.TOO_LARGE`).
 */
export const qrMatrix = (token: string): QrMatrix => {
  if (token.length > MAX_TOKEN_CHARACTERS) {
    throw new Refusal('PARCEL.TOO_LARGE', {
      detail: `A label holds ${MAX_TOKEN_CHARACTERS} characters of token.`,
    });
  }
  if (!TOKEN.test(token)) throw new Refusal('PARCEL.TOKEN_MALFORMED');
  // The mode is given: left to itself, the encoder would split off runs of digits and grow the symbol's header.
  const { modules } = create([{ data: token, mode: 'alphanumeric' }], { errorCorrectionLevel: 'M' });
  const { size } = modules;
  return {
    size,
    isDark: (row, column) =>
      row >= 0 && column >= 0 && row < size && column < size && modules.get(row, column) === 1,
  };
};
