import { formatVerifierKey, type VerifiedSignature, type VerifierKey } from '@temkin/tlog';
import { Refused } from './log-fault.ts';

/** Who must have cosigned a log's newest checkpoint: nobody where nothing is said. */
export interface DemandedWitnesses {
  /** The witnesses that count; all whose keys are known where absent. */
  readonly witnesses?: readonly VerifierKey[];
  /** How many of those that count; all that are named where absent. */
  readonly quorum?: number;
}

/** Throws `Refused` where too few of those who must have cosigned the newest checkpoint have. */
export const demandWitnesses = (
  signatures: readonly VerifiedSignature[],
  { witnesses, quorum }: DemandedWitnesses,
): void => {
  const cosigners = signatures.map(({ key }) => key).filter(({ type }) => type === 'cosignature/v1');
  const named = witnesses && new Set(witnesses.map(formatVerifierKey));
  const counted = new Set(cosigners.map(formatVerifierKey).filter((vkey) => named?.has(vkey) ?? true));
  if (counted.size < (quorum ?? named?.size ?? 0)) throw new Refused('unwitnessed', 'checkpoint');
};
