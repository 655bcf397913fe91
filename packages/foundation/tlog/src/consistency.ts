import { equalBytes } from '@temkin/crypto';
import { emptyRoot, nodeHash } from './hash.ts';
import type { Sha256 } from './sha256.ts';
import { hashRanges, splitPoint, type Range, type ReadNodes } from './subtree.ts';

/**
 * The subtrees of SUBPROOF(m, D[n], b), the lowest first (RFC 6962 §2.1.2). `whole` says that the old tree is exactly the
 * range that was come from, so that its hash is known already.
 */
const subproof = (oldSize: number, { start, end }: Range, whole: boolean): readonly Range[] => {
  if (oldSize === end) return whole ? [] : [{ start, end }];
  const middle = start + splitPoint(end - start);
  return oldSize <= middle
    ? [...subproof(oldSize, { start, end: middle }, whole), { start: middle, end }]
    : [...subproof(oldSize, { start: middle, end }, false), { start, end: middle }];
};

/**
 * Proves that the tree of the new size begins with the tree of the old (RFC 6962 §2.1.2). Nothing needs to be proved of an
 * empty tree, nor of one that has not grown. `RangeError` where the old tree is the larger.
 */
export const proveConsistency = async (
  sha256: Sha256,
  { oldSize, newSize }: { readonly oldSize: number; readonly newSize: number },
  readNodes: ReadNodes,
): Promise<readonly Uint8Array[]> => {
  if (!(oldSize >= 0 && oldSize <= newSize)) throw new RangeError('a tree does not shrink');
  return oldSize === 0
    ? []
    : hashRanges(sha256, subproof(oldSize, { start: 0, end: newSize }, true), readNodes);
};

/** Two trees of which the newer is claimed to begin with the older. */
export interface ConsistencyClaim {
  readonly oldSize: number;
  readonly oldRoot: Uint8Array;
  readonly newSize: number;
  readonly newRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

const isPowerOfTwo = (size: number): boolean => {
  let rest = size;
  while (rest % 2 === 0) rest /= 2;
  return rest === 1;
};

/** Whether the proof holds (RFC 9162 §2.1.4.2). An old tree that is empty must have the empty tree's root. */
export const verifyConsistency = async (sha256: Sha256, claim: ConsistencyClaim): Promise<boolean> => {
  const { oldSize, oldRoot, newSize, newRoot, proof } = claim;
  if (!(Number.isSafeInteger(oldSize) && Number.isSafeInteger(newSize) && oldSize >= 0)) return false;
  if (oldSize > newSize) return false;
  if (oldSize === newSize) return proof.length === 0 && equalBytes(oldRoot, newRoot);
  if (oldSize === 0) return proof.length === 0 && equalBytes(oldRoot, await emptyRoot(sha256));

  const [first, ...others] = isPowerOfTwo(oldSize) ? [oldRoot, ...proof] : proof;
  if (first === undefined || others.length === 0) return false;
  let [old, last] = [oldSize - 1, newSize - 1];
  while (old % 2 === 1) [old, last] = [(old - 1) / 2, Math.floor(last / 2)];
  let [oldHash, newHash] = [first, first];
  for (const sibling of others) {
    if (last === 0) return false;
    if (old % 2 === 1 || old === last) {
      oldHash = await nodeHash(sha256, sibling, oldHash);
      newHash = await nodeHash(sha256, sibling, newHash);
      while (old % 2 === 0 && old !== 0) [old, last] = [old / 2, Math.floor(last / 2)];
    } else {
      newHash = await nodeHash(sha256, newHash, sibling);
    }
    [old, last] = [Math.floor(old / 2), Math.floor(last / 2)];
  }
  return last === 0 && equalBytes(oldHash, oldRoot) && equalBytes(newHash, newRoot);
};
