/** What is told of a number that the registry has and no row of a parity report named. */
export const ONLY_IN_REGISTRY = 'parity-only-in-registry';

/**
 * A step of a parity report after its rows were compared: the numbers of a part's rows are looked up, or the registry is walked in a
 * segment.
 */
export interface ParityStep {
  readonly of: 'part' | 'segment';
  /** Which part or segment. */
  readonly at: string;
  /** How far: rows of a part, or the last sort key of a segment that is seen to. Absent at the beginning. */
  readonly after?: string;
  readonly isDone: boolean;
  /** Numbers of the segment that no row named; 0 of a part. */
  readonly found: number;
  /** 0 where nobody has begun. */
  readonly version: number;
}

/** A step that nobody has begun. */
export const newStep = (of: ParityStep['of'], at: string): ParityStep => ({
  of,
  at,
  isDone: false,
  found: 0,
  version: 0,
});
