/** Every payload version that was ever published, of 1 to 15. Entries are added, never removed. */
export const KNOWN_PAYLOAD_VERSIONS = [1, 2] as const;

export type KnownPayloadVersion = (typeof KNOWN_PAYLOAD_VERSIONS)[number];

/** Whether there is such a payload version. Whoever asks no more than that need not bring the codings along. */
export const isKnownPayloadVersion = (payloadVersion: number): payloadVersion is KnownPayloadVersion =>
  KNOWN_PAYLOAD_VERSIONS.some((known) => known === payloadVersion);
