import { decideMove, type Standing } from '../lifecycle/decide-move.ts';
import { checkRecord } from '../record/check-record.ts';
import { checkVerifiedAt } from '../record/check-times.ts';
import { judgeRecord, type FaultCode, type Grade, type RecordMode } from '../record/record-faults.ts';
import type { ImportRow, ReadRow } from './import-rows.ts';

/** What keeps a row out beyond the faults of its record, or is lost of it. */
export const ROW_CODES = [
  'malformed-row',
  'row-too-long',
  'not-utf-8',
  'malformed-field',
  'not-verified',
  'image-not-brought',
  'number-taken',
  'number-repeated',
  'number-ended',
  'not-amendable',
  'record-too-large',
  'parity-differs',
  'parity-only-in-file',
  'parity-other-holder',
] as const;

export type RowCode = (typeof ROW_CODES)[number];

/** Why a row is a reject, or what is wrong with one that came in: a code and a pointer, never a value. */
export interface RowFault {
  readonly code: FaultCode | RowCode;
  /** RFC 6901; empty of the row as a whole. */
  readonly pointer: string;
}

/** What a number came in with. */
export interface RowDefect extends RowFault {
  readonly grade: Grade;
}

/** What becomes of a row. */
export type RowVerdict =
  | { readonly outcome: 'rejected'; readonly faults: readonly RowFault[] }
  | {
      readonly outcome: 'accepted';
      readonly row: ImportRow;
      readonly standing: Standing;
      readonly defects: readonly RowDefect[];
      /** Whether the timeline of wrong information begins with it. */
      readonly beginsTimeline: boolean;
    };

const rejected = (...faults: readonly RowFault[]): RowVerdict => ({ outcome: 'rejected', faults });

/** One number in service whose old system does not say so is in service: whoever imports it serves it. */
const STATE_OF_OLD_SYSTEMS = 'active';

/**
 * Judges a row of an import at an instant. `strict`: anything that the law wants and does not find keeps it out, and a number in service
 * must say when its holder was verified. `legacy`: only a row that has no number that can be read, or does not say whose kind of number
 * it is, is kept out; all else comes in with its defects graded, and one with a severe defect begins the timeline of Decree 163/2024
 * Article 25.1. A value that no field can have is left out, and so is a time at which nobody can have been verified; that is a moderate defect
 * by itself, and may leave a greater one behind.
 */
export const judgeRow = (
  { row, misfits, broken }: ReadRow,
  mode: RecordMode,
  atMilliseconds: number,
): RowVerdict => {
  if (broken !== undefined) return rejected({ code: broken, pointer: '' });
  const misshapen = misfits.map((pointer) => ({ code: 'malformed-field', pointer }) as const);
  if (row === undefined) return rejected(...misshapen);
  const { record } = row;
  const impossible = checkVerifiedAt(row, atMilliseconds);
  const possible: ImportRow = impossible.length === 0 ? row : { record };
  const { refused, defects } = judgeRecord(
    [...checkRecord(record, atMilliseconds), ...impossible],
    mode,
    atMilliseconds,
  );
  const faults = [...(mode === 'strict' ? misshapen : []), ...refused].map(({ code, pointer }) => ({
    code,
    pointer,
  }));
  if (faults.length > 0) return rejected(...faults);

  const isSevere = defects.some(({ grade }) => grade === 'severe');
  const state = record.subscription.state ?? STATE_OF_OLD_SYSTEMS;
  const verdict = decideMove({
    move: { name: 'import', state, mode },
    by: 'import',
    isVerified: !isSevere && (mode === 'legacy' || possible.verifiedAt !== undefined),
  });
  if (!verdict.allowed) return rejected({ code: 'not-verified', pointer: '/verifiedAt' });
  return {
    outcome: 'accepted',
    row: possible,
    standing: verdict.standing,
    defects: [
      ...misshapen.map((fault) => ({ ...fault, grade: 'moderate' }) as const),
      ...defects.map(({ code, pointer, grade }) => ({ code, pointer, grade })),
    ],
    beginsTimeline: verdict.begins !== undefined,
  };
};
