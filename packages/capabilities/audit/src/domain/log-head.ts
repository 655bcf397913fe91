import type { Tree } from '@temkin/tlog';

/** A log: one company's events of one year (UTC). */
export interface LogName {
  readonly tenant: string;
  /** Four digits. */
  readonly year: string;
}

/** What a log has come to. Whoever grows it replaces the head of the version that it knows. */
export interface LogHead {
  readonly log: LogName;
  /** Counts the changes of the head; 0 before the first. */
  readonly version: number;
  readonly tree: Tree;
  /** Names the blob of what the head has committed to and what may not be laid out yet. */
  readonly stage?: string;
  /** Size at the last checkpoint that was published; 0 before the first. */
  readonly publishedSize: number;
  /** The id of the key that is to sign next, in hexadecimal, as the log has named it last. */
  readonly nextKeyId?: string;
}
