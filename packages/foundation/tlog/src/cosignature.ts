import { concatBytes, utf8 } from '@temkin/kernel';

/** A witness' signature and when it was made. */
export interface Cosignature {
  /** Seconds since the epoch. */
  readonly timeSeconds: number;
  /** 64 bytes. */
  readonly signature: Uint8Array;
}

const TIME_BYTES = 8;

/** What a witness signs: the time in front of the checkpoint (c2sp.org/tlog-cosignature, Ed25519 signed message). */
export const cosignedMessage = (timeSeconds: number, checkpointText: string): Uint8Array =>
  utf8(`cosignature/v1\ntime ${timeSeconds}\n${checkpointText}`);

/** A cosignature as it stands in its line: the time as eight big-endian bytes, and the signature. */
export const toCosignature = ({ timeSeconds, signature }: Cosignature): Uint8Array => {
  const time = new DataView(new ArrayBuffer(TIME_BYTES));
  time.setBigUint64(0, BigInt(timeSeconds));
  return concatBytes(new Uint8Array(time.buffer), signature);
};

/** The cosignature of such bytes; undefined where they are too few, or of a time beyond 2^53 − 1. */
export const fromCosignature = (bytes: Uint8Array): Cosignature | undefined => {
  if (bytes.length <= TIME_BYTES) return undefined;
  const time = new DataView(bytes.buffer, bytes.byteOffset, TIME_BYTES).getBigUint64(0);
  return time > BigInt(Number.MAX_SAFE_INTEGER)
    ? undefined
    : { timeSeconds: Number(time), signature: bytes.subarray(TIME_BYTES) };
};
