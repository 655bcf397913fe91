import { formatVerifierKey, type VerifiedSignature, type VerifierKey } from '@temkin/tlog';
import { followKeys, type SignedStatement } from './key-statement.ts';

/**
 * The keys by which a log stands as it now is, of those that are trusted: each that has signed its newest checkpoint or
 * leads, by its own word in the log, to one that has. To be named is not enough: whoever has stolen a key can have it name
 * the one that is to take its place.
 */
export const standingKeys = async (
  statements: readonly SignedStatement[],
  trusted: readonly VerifierKey[],
  signatures: readonly VerifiedSignature[],
): Promise<readonly VerifierKey[]> => {
  const signers = new Set(signatures.map(({ key }) => formatVerifierKey(key)));
  const standing = new Map<string, VerifierKey>();
  for (const key of trusted) {
    const named = await followKeys(statements, [key]);
    if (named.some((one) => signers.has(formatVerifierKey(one)))) standing.set(formatVerifierKey(key), key);
  }
  return [...standing.values()];
};
