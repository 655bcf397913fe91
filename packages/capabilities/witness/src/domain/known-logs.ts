import type { VerifierKey } from '@temkin/tlog';

/** The keys that a witness trusts, by the origin of the log that signs with them. */
export type KnownLogs = ReadonlyMap<string, readonly VerifierKey[]>;

/** Logs by their keys, whose names are their origins. `RangeError` for a key that signs no checkpoints. */
export const knownLogs = (keys: readonly VerifierKey[]): KnownLogs => {
  const logs = new Map<string, readonly VerifierKey[]>();
  for (const key of keys) {
    if (key.type !== 'ed25519') throw new RangeError('the key of a witness is none of a log');
    logs.set(key.name, [...(logs.get(key.name) ?? []), key]);
  }
  return logs;
};
