import type { ParcelBody } from './parcels/generate-parcels.ts';
import type { Spread } from './measure.ts';

/** A measured figure: as people read it, and as it was measured. */
export interface Figure {
  readonly text: string;
  readonly value: number | Spread | Readonly<Record<string, Spread>>;
}

/** A figure of somebody else. */
export interface Rival extends Figure {
  readonly name: string;
}

/** One line of the table: ours beside a peer that does the same work, or a limit that nobody can pass. */
export interface Comparison {
  /** Of docs/benchmarks.md. */
  readonly row: number;
  readonly what: string;
  readonly ours: Figure;
  readonly peer?: Rival;
  readonly limit?: Rival;
  /** Ours by theirs. */
  readonly ratio?: number;
  readonly goal?: { readonly text: string; readonly met: boolean };
}

/** A parcel population and how much of everything to measure. */
export interface Workload {
  readonly parcels: readonly ParcelBody[];
  /** Less of everything: for a look, not for a record. */
  readonly quick: boolean;
  /** Parcels, entries and people of one more, larger store, log and registry (row 14). */
  readonly largest?: number;
  readonly progress: (sentence: string) => void;
}

/** Measures one row of the table. */
export type Row = (workload: Workload) => Promise<readonly Comparison[]>;
