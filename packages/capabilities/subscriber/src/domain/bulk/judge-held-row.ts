import { checkRecord } from '../record/check-record.ts';
import { faultsBrought, judgeRecord, type RecordMode } from '../record/record-faults.ts';
import { holderOfStored, recordOfStored, type StoredRecord } from '../record/stored-fields.ts';
import { compareRow, type RowDifference } from './compare-row.ts';
import { isSameHolder } from './holder-key.ts';
import type { ImportRow, ReadRow } from './import-rows.ts';
import type { RowDefect, RowFault } from './judge-row.ts';

/** A row of which something was read. */
export type LegibleRow = Pick<ReadRow, 'misfits'> & { readonly row: ImportRow };

/** What becomes of a row whose number the registry may have. */
export type HeldRowVerdict =
  /** It is judged like every new row. */
  | { readonly outcome: 'new' }
  | { readonly outcome: 'rejected'; readonly faults: readonly RowFault[] }
  | { readonly outcome: 'unchanged' }
  | {
      readonly outcome: 'amended';
      readonly difference: RowDifference;
      /** What is wrong with the record from then on. */
      readonly defects: readonly RowDefect[];
    };

const UNCHANGED: HeldRowVerdict = { outcome: 'unchanged' };

const rejected = (faults: readonly RowFault[]): HeldRowVerdict => ({ outcome: 'rejected', faults });

const eachAs = (code: RowFault['code'], pointers: readonly string[]): readonly RowFault[] =>
  pointers.map((pointer) => ({ code, pointer }));

const hasEnded = ({ record }: ImportRow): boolean => record.subscription.state === 'terminated';

const ENDED: readonly RowFault[] = [{ code: 'number-ended', pointer: '/subscription/state' }];

/**
 * Judges a row of a delta by what the registry has of its number, if somebody has it. Of the same holder it amends what it says otherwise,
 * and the record is judged as it would be then: nothing comes in that the mode keeps out, nor anything severe; what was wrong before and is
 * not touched stays. Of another holder, or of nobody, it is a new row, unless its number has ended: a delta ends no number and takes none
 * in that has.
 */
export const judgeDeltaRow = (
  stored: StoredRecord | undefined,
  { row, misfits }: LegibleRow,
  mode: RecordMode,
  atMilliseconds: number,
): HeldRowVerdict => {
  if (stored === undefined || !isSameHolder(holderOfStored(stored.holder), row.record.holder))
    return hasEnded(row) ? rejected(ENDED) : { outcome: 'new' };
  const misshapen = eachAs('malformed-field', misfits);
  const difference = compareRow(stored, row.record);
  const { amendable, fixed } = difference;
  const faults = [...(mode === 'strict' ? misshapen : []), ...eachAs('not-amendable', fixed)];
  if (faults.length > 0) return rejected(faults);
  if (amendable.length === 0) return UNCHANGED;

  const { holder, subscription } = stored;
  const before = checkRecord(recordOfStored(stored), atMilliseconds);
  const after = recordOfStored({
    holder: { ...holder, texts: { ...holder.texts, ...difference.holder } },
    subscription: {
      clear: { ...subscription.clear, ...difference.clear },
      texts: { ...subscription.texts, ...difference.subscription },
    },
  });
  const { refused, defects } = judgeRecord(checkRecord(after, atMilliseconds), mode, atMilliseconds);
  const kept = [...refused, ...defects.filter(({ grade }) => grade === 'severe')];
  const wrong = faultsBrought(before, kept, mode === 'strict' ? amendable : []);
  if (wrong.length > 0) return rejected(wrong.map(({ code, pointer }) => ({ code, pointer })));
  return {
    outcome: 'amended',
    difference,
    defects: [
      ...misshapen.map((fault) => ({ ...fault, grade: 'moderate' }) as const),
      ...defects.map(({ code, pointer, grade }) => ({ code, pointer, grade })),
    ],
  };
};

/** Compares a row with what the registry has of its number, if somebody has it. What differs is told by pointer, and never by value. */
export const judgeParityRow = (
  stored: StoredRecord | undefined,
  { row, misfits }: LegibleRow,
): HeldRowVerdict => {
  const isHolders = stored !== undefined && isSameHolder(holderOfStored(stored.holder), row.record.holder);
  if (!isHolders && hasEnded(row)) return rejected(ENDED);
  if (stored === undefined)
    return rejected([{ code: 'parity-only-in-file', pointer: '/subscription/msisdn' }]);
  if (!isHolders) return rejected([{ code: 'parity-other-holder', pointer: '/holder' }]);
  const { amendable, fixed } = compareRow(stored, row.record);
  const faults = [
    ...eachAs('malformed-field', misfits),
    ...eachAs('parity-differs', [...amendable, ...fixed]),
  ];
  return faults.length > 0 ? rejected(faults) : UNCHANGED;
};
