import { byteCoding } from './byte-coding.ts';
import { denseCoding } from './dense/dense-coding.ts';
import type { PayloadCoding } from './payload-coding.ts';

/** Every payload version that was ever published, 1 to 15. Entries are added, never changed or removed. */
const PAYLOAD_VERSIONS: ReadonlyMap<number, PayloadCoding> = new Map([
  [1, byteCoding],
  [2, denseCoding],
]);

/** The payload version of new labels. */
export const CURRENT_PAYLOAD_VERSION = 2;

/** The coding of a payload version; undefined where there is none. */
export const payloadCoding = (payloadVersion: number): PayloadCoding | undefined =>
  PAYLOAD_VERSIONS.get(payloadVersion);

/** The coding of a payload version that this system chose or stored itself; throws where there is none. */
export const knownCoding = (payloadVersion: number): PayloadCoding => {
  const coding = payloadCoding(payloadVersion);
  if (coding === undefined) throw new Error(`there is no payload version ${payloadVersion}`);
  return coding;
};
