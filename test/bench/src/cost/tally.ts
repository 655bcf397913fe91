import { spreadOf } from '../measure.ts';

/** What was asked of the store and of the bucket of logs, and what they keep of it. */
export interface Tally {
  readonly requests: number;
  readonly readUnits: number;
  /** All write request units; the next two are parts of it. */
  readonly writeUnits: number;
  /** For checks of what a decision relied on. */
  readonly checkUnits: number;
  /** For events on their way into the log, and out of the outbox again. */
  readonly eventUnits: number;
  /** Events that were recorded. */
  readonly events: number;
  /** By which the store has grown, each byte times the months that it stays. */
  readonly byteMonths: number;
  /** A part of it: what is made again of other data, and not recovered. */
  readonly unrecoveredByteMonths: number;
  /** Requests to the bucket that S3 bills as writes, and as reads. */
  readonly objectWrites: number;
  readonly objectReads: number;
  /** By which the bucket has grown, each byte times the months that it stays. */
  readonly objectByteMonths: number;
  /** By the key of the logs. */
  readonly signatures: number;
}

export const NOTHING: Tally = {
  requests: 0,
  readUnits: 0,
  writeUnits: 0,
  checkUnits: 0,
  eventUnits: 0,
  events: 0,
  byteMonths: 0,
  unrecoveredByteMonths: 0,
  objectWrites: 0,
  objectReads: 0,
  objectByteMonths: 0,
  signatures: 0,
};

const FIELDS = Object.keys(NOTHING) as readonly (keyof Tally)[];

const each = (make: (field: keyof Tally) => number): Tally =>
  Object.fromEntries(FIELDS.map((field) => [field, make(field)])) as unknown as Tally;

/** All of them together. */
export const sumOf = (tallies: readonly Tally[]): Tally =>
  each((field) => tallies.reduce((total, tally) => total + tally[field], 0));

/** What one is more than another. */
export const lessOf = (tally: Tally, other: Tally): Tally => each((field) => tally[field] - other[field]);

/** The share of one of so many. */
export const shareOf = (tally: Tally, of: number): Tally => each((field) => tally[field] / of);

/** What most of them are alike in: the median of each figure. */
export const medianOf = (tallies: readonly Tally[]): Tally =>
  each((field) => spreadOf(tallies.map((tally) => tally[field])).median);
