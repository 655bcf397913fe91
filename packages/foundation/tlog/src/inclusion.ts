import { equalBytes } from '@temkin/crypto';
import { nodeHash } from './hash.ts';
import type { Sha256 } from './sha256.ts';
import { hashRanges, splitPoint, type Range, type ReadNodes } from './subtree.ts';

/** The subtrees beside the way from an entry up to the root, its own sibling first (RFC 6962 §2.1.1). */
const siblings = (index: number, { start, end }: Range): readonly Range[] => {
  if (end - start === 1) return [];
  const middle = start + splitPoint(end - start);
  return index < middle
    ? [...siblings(index, { start, end: middle }), { start: middle, end }]
    : [...siblings(index, { start: middle, end }), { start, end: middle }];
};

/** Proves that an entry stands at this index of the tree of this size (RFC 6962 §2.1.1). `RangeError` where it cannot. */
export const proveInclusion = async (
  sha256: Sha256,
  { index, size }: { readonly index: number; readonly size: number },
  readNodes: ReadNodes,
): Promise<readonly Uint8Array[]> => {
  if (!(index >= 0 && index < size)) throw new RangeError('the index is not in the tree');
  return hashRanges(sha256, siblings(index, { start: 0, end: size }), readNodes);
};

/** An entry, by its hash, where it is claimed to stand. */
export interface InclusionClaim {
  readonly leaf: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Whether the proof holds (RFC 9162 §2.1.3.2). */
export const verifyInclusion = async (sha256: Sha256, claim: InclusionClaim): Promise<boolean> => {
  const { leaf, index, size, root, proof } = claim;
  if (!(Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size))
    return false;
  let [at, last, hash] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = await nodeHash(sha256, sibling, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else {
      hash = await nodeHash(sha256, hash, sibling);
    }
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && equalBytes(hash, root);
};
