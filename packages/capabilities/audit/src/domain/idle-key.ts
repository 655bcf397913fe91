import { formatVerifierKey, type VerifierKey } from '@temkin/tlog';
import { isOwn } from './signing-keys.ts';

/** Which keys must stand, each in the log that it is of: `standingKeys`. Nothing is demanded of a log that has none here. */
export interface DemandedKeys {
  /** All of these. */
  readonly all?: readonly VerifierKey[];
  /** One at least of these: a log that was signed by two may go on under either. */
  readonly some?: readonly VerifierKey[];
}

/** A key that the log of an origin should stand by and does not, `name+id+base64`; undefined where there is none. */
export const idleKey = (
  origin: string,
  standing: readonly VerifierKey[],
  { all = [], some = [] }: DemandedKeys = {},
): string | undefined => {
  const found = new Set(standing.map(formatVerifierKey));
  const ownOf = (keys: readonly VerifierKey[]): readonly string[] =>
    keys.filter((key) => isOwn(key, origin)).map(formatVerifierKey);
  const kept = ownOf(some);
  return (
    ownOf(all).find((vkey) => !found.has(vkey)) ??
    (kept.some((vkey) => found.has(vkey)) ? undefined : kept[0])
  );
};
