import { equalBytes } from '@temkin/crypto';
import { emptyRoot, verifyConsistency, type Checkpoint, type Sha256 } from '@temkin/tlog';
import type { Submission } from './read-submission.ts';

/**
 * `other-size`: the proof begins elsewhere than at what was cosigned last. `forked`: the log has signed another root at the
 * very size that was cosigned, which needs no proof to be its fault. `inconsistent`: whatever else does not hold.
 */
export type GrowthVerdict =
  | { readonly outcome: 'consistent' }
  | { readonly outcome: 'other-size'; readonly size: number }
  | { readonly outcome: 'forked' }
  | { readonly outcome: 'inconsistent' };

/**
 * Whether a checkpoint may be cosigned after the latest that was, which is undefined where none ever was
 * (c2sp.org/tlog-witness, add-checkpoint).
 */
export const judgeGrowth = async (
  sha256: Sha256,
  latest: Checkpoint | undefined,
  { checkpoint, oldSize, proof }: Submission,
): Promise<GrowthVerdict> => {
  const known = latest ?? { size: 0, root: await emptyRoot(sha256) };
  if (oldSize !== known.size) return { outcome: 'other-size', size: known.size };
  const { size, root } = checkpoint;
  if (size === latest?.size && !equalBytes(root, latest.root)) return { outcome: 'forked' };
  const claim = { oldSize, oldRoot: known.root, newSize: size, newRoot: root, proof };
  return { outcome: (await verifyConsistency(sha256, claim)) ? 'consistent' : 'inconsistent' };
};
