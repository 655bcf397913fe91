/**
 * The segments that a tenant's people lie in: all pairs of hexadecimal digits, in order. Ids of people are random, so each
 * has about as many; one is read from end to end by its key range, and whoever goes through all of them can tell how far.
 */
export const SEGMENTS: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).padStart(2, '0'),
);

/** The segment of a person: the first two digits of the id, a UUID in lower case (RFC 9562 §4). */
export const segmentOf = (personId: string): string => personId.slice(0, 2);
