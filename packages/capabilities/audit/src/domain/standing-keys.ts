import { formatVerifierKey, type VerifiedSignature, type VerifierKey } from '@temkin/tlog';
import { followKeys, type SignedStatement } from './key-statement.ts';

/**
 * The keys by which a log stands as it now is, of those that are trusted: each that has signed its newest checkpoint or
 * leads, by its word in the log, to one that has, and all that these name. One that was replaced without its word, as a
 * stolen key is, is none of them.
 */
export const standingKeys = async (
  statements: readonly SignedStatement[],
  trusted: readonly VerifierKey[],
  signatures: readonly VerifiedSignature[],
): Promise<readonly VerifierKey[]> => {
  const signers = new Set(signatures.map(({ key }) => formatVerifierKey(key)));
  const roots: VerifierKey[] = [];
  for (const key of trusted) {
    const named = await followKeys(statements, [key]);
    if (named.some((one) => signers.has(formatVerifierKey(one)))) roots.push(key);
  }
  return followKeys(statements, roots);
};
