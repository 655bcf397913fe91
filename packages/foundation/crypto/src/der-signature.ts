const SEQUENCE = 0x30;
const INTEGER = 0x02;

/** Bytes of r, and of s, for P-256 (RFC 7518 §3.4). */
const SCALAR_BYTES = 32;

const refuse = (): never => {
  throw new Error('this is no ECDSA signature of P-256 in DER');
};

/** An element of a known tag: its content, and what follows it. Two integers need no more than the short form of a length. */
const element = (der: Uint8Array, tag: number): { content: Uint8Array; rest: Uint8Array } => {
  const [foundTag, length] = der;
  if (foundTag !== tag || length === undefined || length > 0x7f || der.length < 2 + length) return refuse();
  return { content: der.subarray(2, 2 + length), rest: der.subarray(2 + length) };
};

/** A positive INTEGER in its one shortest form (X.690 §8.3, §10), as 32 bytes. */
const scalar = (content: Uint8Array): Uint8Array => {
  const [first = 0x80, second = 0] = content;
  if (first >= 0x80 || (first === 0 && second < 0x80)) return refuse();
  const digits = first === 0 ? content.subarray(1) : content;
  if (digits.length > SCALAR_BYTES) return refuse();
  const padded = new Uint8Array(SCALAR_BYTES);
  padded.set(digits, SCALAR_BYTES - digits.length);
  return padded;
};

/**
 * An ECDSA signature of P-256 as r ‖ s, 64 bytes (RFC 7518 §3.4), out of ECDSA-Sig-Value in DER (RFC 3279 §2.2.3). Refuses
 * whatever is not the one DER form of two positive integers of 256 bits at most, and quotes nothing of it.
 */
export const fromDerSignature = (der: Uint8Array): Uint8Array => {
  const { content, rest: afterSequence } = element(der, SEQUENCE);
  const { content: r, rest } = element(content, INTEGER);
  const { content: s, rest: afterIntegers } = element(rest, INTEGER);
  if (afterSequence.length > 0 || afterIntegers.length > 0) return refuse();
  return Uint8Array.of(...scalar(r), ...scalar(s));
};

/** One positive INTEGER out of 32 bytes: no zeros before it but the one that keeps it positive. */
const integer = (digits: Uint8Array): readonly number[] => {
  const first = digits.findIndex((digit) => digit !== 0);
  if (first === -1) return refuse();
  const content = [...digits.subarray(first)];
  if ((content[0] ?? 0) >= 0x80) content.unshift(0);
  return [INTEGER, content.length, ...content];
};

/** The inverse: r ‖ s as ECDSA-Sig-Value in DER, as certificates have it. Throws for what is not 64 bytes of two positive integers. */
export const toDerSignature = (signature: Uint8Array): Uint8Array => {
  if (signature.length !== 2 * SCALAR_BYTES) return refuse();
  const content = [
    ...integer(signature.subarray(0, SCALAR_BYTES)),
    ...integer(signature.subarray(SCALAR_BYTES)),
  ];
  return Uint8Array.of(SEQUENCE, content.length, ...content);
};
