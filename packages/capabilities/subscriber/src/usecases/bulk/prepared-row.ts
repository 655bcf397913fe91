import type { Receipt } from '@temkin/kernel';
import { GRADES, NO_ROWS, type RowCounts, type RowDefect, type RowFault } from '../../domain/index.ts';
import type { HolderClaim } from '../../store/holder-claims.ts';
import type { personResource } from '../refuse.ts';
import type { ImportedHolder, Writes } from './import-holder.ts';
import type { ImportJob, ImportSurroundings } from './import-surroundings.ts';
import type { OwnImage, OwnImages } from './peoples-images.ts';

/** What a transaction has so far: holders by `holderKeyOf`, what its numbers are called in their index, and what identity numbers it claims. */
export interface BatchSoFar {
  readonly holders: ReadonlyMap<string, ImportedHolder>;
  readonly numbers: ReadonlySet<string>;
  /** By their hashes. */
  readonly claims: ReadonlyMap<string, HolderClaim>;
  /** Images that its rows take over. */
  readonly images: OwnImages;
}

/** A row, ready to be written. */
export interface PreparedRow {
  readonly counts: RowCounts;
  readonly resources: readonly ReturnType<typeof personResource>[];
  /** How many writes there will be. */
  readonly cost: number;
  readonly writes: (receipt: Receipt) => Writes;
  /** Images that it takes over. */
  readonly takes?: readonly OwnImage[];
  /** Whom it amends, what `holderKeyOf` says of them from then on, what the number is called, and which fields are others. */
  readonly amends?: {
    readonly personId: string;
    readonly holderKey?: string;
    readonly number: string;
    readonly fields: readonly string[];
  };
  /** By whose record it was judged, where it changes nothing of it. */
  readonly judgedBy?: string;
  /** Whose number it brings, what that is called, and the hash of the identity number that it claims for the holder. */
  readonly brings?: {
    readonly holderKey: string;
    readonly holder: ImportedHolder;
    readonly number?: string;
    readonly claimed?: string;
  };
}

/** Stands where the receipt will, while writes are counted. */
export const NO_RECEIPT: Receipt = { eventId: '', leaf: '' };

/** How many of each there are. */
export const counted = (names: readonly string[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};

const codesOf = (faults: readonly RowFault[]): RowCounts['codes'] => counted(faults.map(({ code }) => code));

/** A row that came in with these: by the worst of them, and all by code. */
export const countedDefects = (defects: readonly RowDefect[]): Pick<RowCounts, 'grades' | 'codes'> => {
  const worst = GRADES.find((grade) => defects.some((defect) => defect.grade === grade));
  return { grades: worst === undefined ? {} : { [worst]: 1 }, codes: codesOf(defects) };
};

/** What keeps a row out whose holder or number would have no room in its record. */
export const tooLargeFaults = (holder: boolean, subscription: boolean): readonly RowFault[] => [
  ...(holder ? [{ code: 'record-too-large', pointer: '/holder' } as const] : []),
  ...(subscription ? [{ code: 'record-too-large', pointer: '/subscription' } as const] : []),
];

/** A row that is told with what is wrong with it, and changes nothing. */
export const rejectedRow =
  ({ rejects }: Pick<ImportSurroundings, 'rejects'>) =>
  (job: ImportJob, row: number, faults: readonly RowFault[]): PreparedRow => ({
    counts: { ...NO_ROWS, rejected: 1, codes: codesOf(faults) },
    resources: [],
    cost: 1,
    writes: () => [rejects.putWrite(job, { row, faults }, job.expiresAtSeconds)],
  });
