import { formatVerifierKey, type VerifierKey } from '@temkin/tlog';

/** The keys that an auditor has. */
export interface TrustedKeys {
  /** Keys that are trusted: of the log or the one before it, and of witnesses. */
  readonly keys: readonly VerifierKey[];
  /**
   * Keys that no longer sign the log that they are of: good for its older checkpoints alone and, where they stand among
   * `keys` besides, for the first entry of the next log.
   */
  readonly former?: readonly VerifierKey[];
}

/** Whether a key is one that the log of an origin itself is signed with. */
export const isOwn = ({ type, name }: VerifierKey, origin: string): boolean =>
  type === 'ed25519' && name === origin;

/** The keys by which the newest checkpoint of the log of an origin may be signed, and by whose word others may. */
export const signingKeys = ({ keys, former = [] }: TrustedKeys, origin: string): readonly VerifierKey[] => {
  const gone = new Set(former.filter((key) => isOwn(key, origin)).map(formatVerifierKey));
  return keys.filter((key) => !gone.has(formatVerifierKey(key)));
};
