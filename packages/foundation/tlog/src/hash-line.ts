import { fromBase64 } from '@temkin/kernel';
import { HASH_BYTES } from './sha256.ts';

/** A hash as a line of base64; undefined where the line is anything else. */
export const parseHash = (line: string): Uint8Array | undefined => {
  const hash = fromBase64(line);
  return hash?.length === HASH_BYTES ? hash : undefined;
};

/** A hash on each line; undefined where one is none. */
export const parseHashes = (lines: readonly string[]): readonly Uint8Array[] | undefined => {
  const hashes = lines.map(parseHash).filter((hash) => hash !== undefined);
  return hashes.length === lines.length ? hashes : undefined;
};
