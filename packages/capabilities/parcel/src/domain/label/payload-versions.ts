import { byteCoding } from './byte-coding.ts';
import { denseCoding } from './dense/dense-coding.ts';
import { isKnownPayloadVersion, type KnownPayloadVersion } from './known-payload-versions.ts';
import type { PayloadCoding } from './payload-coding.ts';

/** Entries are added, never changed or removed. */
const CODINGS: Readonly<Record<KnownPayloadVersion, PayloadCoding>> = { 1: byteCoding, 2: denseCoding };

/** The payload version of new labels. */
export const CURRENT_PAYLOAD_VERSION: KnownPayloadVersion = 2;

/** The coding of a payload version; undefined where there is none. */
export const payloadCoding = (payloadVersion: number): PayloadCoding | undefined =>
  isKnownPayloadVersion(payloadVersion) ? CODINGS[payloadVersion] : undefined;

/** The coding of a payload version that this system chose or stored itself; throws where there is none. */
export const knownCoding = (payloadVersion: number): PayloadCoding => {
  const coding = payloadCoding(payloadVersion);
  if (coding === undefined) throw new Error(`there is no payload version ${payloadVersion}`);
  return coding;
};
