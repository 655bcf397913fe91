import { verifySignature, type P256Key } from '@temkin/crypto';
import { fromBase64Url, toBase64Url, utf8 } from '@temkin/kernel';
import { parseJsonObject, serializeJson, type Json } from './json-text.ts';

/** A token in its three parts (RFC 7515 §7.1), read and not yet believed. */
export interface CompactToken {
  /** What is signed: header and payload as they were sent. */
  readonly signingInput: string;
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
  /** r ‖ s. */
  readonly signature: Uint8Array;
}

/** Of a header or a token, in characters: reference §4.2 allows 8 KiB, and a PASSporT has a tenth of it. */
export const LONGEST_IDENTITY = 8_192;

/** Bytes of an ES256 signature (RFC 7518 §3.4). */
const SIGNATURE_BYTES = 64;

const textOf = (part: string): string | undefined => {
  const bytes = fromBase64Url(part);
  try {
    return bytes && new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

const objectOf = (part: string): Readonly<Record<string, unknown>> | undefined => {
  const text = textOf(part);
  return text === undefined ? undefined : parseJsonObject(text);
};

/**
 * Reads a token in full form; undefined where it is none: of another form or length, not the one way to write its bytes, a
 * header or payload that is no JSON object, or a signature that is not 64 bytes (so one left in DER too).
 */
export const readToken = (text: string): CompactToken | undefined => {
  if (text.length > LONGEST_IDENTITY) return undefined;
  const [headerPart = '', payloadPart = '', signaturePart = '', ...more] = text.split('.');
  const header = objectOf(headerPart);
  const payload = objectOf(payloadPart);
  const signature = fromBase64Url(signaturePart);
  if (more.length > 0 || header === undefined || payload === undefined) return undefined;
  if (signature?.length !== SIGNATURE_BYTES) return undefined;
  return { signingInput: `${headerPart}.${payloadPart}`, header, payload, signature };
};

const partOf = (value: Json): string => toBase64Url(utf8(serializeJson(value)));

/** What is to be signed of a header and a payload (RFC 7515 §5.1), in the one form of a PASSporT. */
export const signingInputOf = (header: Json, payload: Json): string => `${partOf(header)}.${partOf(payload)}`;

/** Whether a token is signed by a key. */
export const holdsBy = (key: P256Key, { signingInput, signature }: CompactToken): Promise<boolean> =>
  verifySignature(key, utf8(signingInput), signature);

/** A signed token in full form. */
export const tokenOf = (signingInput: string, signature: Uint8Array): string => {
  if (signature.length !== SIGNATURE_BYTES) throw new Error('a signature of ES256 has 64 bytes');
  return `${signingInput}.${toBase64Url(signature)}`;
};
