import { create } from 'qrcode';

/** How a token's text is written into the symbol: base45 is alphanumeric, base64url is not. */
export type QrMode = 'alphanumeric' | 'byte';

export type QrLevel = 'M' | 'Q';

const known = new Map<string, number>();

/**
 * The smallest QR version (1 to 40) that holds a text in one segment of this mode. It depends on nothing but the text's
 * length, so that each length is asked of the encoder once. The mask is given: it changes no version and costs most.
 */
export const qrVersion = (text: string, mode: QrMode, level: QrLevel): number => {
  const name = `${mode} ${level} ${text.length}`;
  const version =
    known.get(name) ??
    create([mode === 'byte' ? { data: new TextEncoder().encode(text), mode } : { data: text, mode }], {
      errorCorrectionLevel: level,
      maskPattern: 0,
    }).version;
  known.set(name, version);
  return version;
};
