/** What can be wrong with a log; beside it stands where. */
export type LogFault =
  | 'missing'
  | 'malformed'
  /** A signature in the name of a known key is not its own. */
  | 'forged'
  /** Keys were given, and none of them signed. */
  | 'unsigned'
  /** A key of the log by which it must stand has not signed it as it is now, nor leads to one that has. */
  | 'idle-key'
  /** The log is another than the one that was asked for. */
  | 'not-asked-for'
  /** A tile does not hold the hashes of the entries. */
  | 'tile-differs'
  /** The entries are not those that the checkpoint speaks of. */
  | 'root-differs'
  /** An older checkpoint speaks of another log. */
  | 'other-log'
  /** An older checkpoint is larger: the log was rolled back, or an old checkpoint stands in place of the newest. */
  | 'rolled-back'
  /** An older checkpoint has another root at its size: entries were changed, removed or moved since, or the log was forked. */
  | 'inconsistent'
  /** The entry that opens the log names another end of the log before it than is known. */
  | 'other-past'
  /** The entry that opens the log names as the log before it another than the same company's of the year before. */
  | 'not-year-before'
  /** Witnesses that were demanded have not cosigned the checkpoint. */
  | 'unwitnessed';

/**
 * What may lead to the key of a log that is `unsigned`: the log before that its first entry names, or a key of that one,
 * of which none is trusted; or its entries, where none was read.
 */
export type LogRemedy = 'log-before' | 'key-before' | 'unread-change';

/** The verdict on a log that is at fault: what was found first, and where. */
export interface RefusedLog {
  readonly outcome: 'refused';
  readonly fault: LogFault;
  readonly at: string;
  readonly remedy?: LogRemedy;
}

/** Thrown where a log is at fault: what is found first ends the verification. */
export class Refused extends Error {
  readonly fault: LogFault;
  readonly at: string;
  readonly remedy: LogRemedy | undefined;
  constructor(fault: LogFault, at: string, remedy?: LogRemedy) {
    super(`${at}: ${fault}`);
    this.fault = fault;
    this.at = at;
    this.remedy = remedy;
  }
}

/** The verdict that an error leads to. Throws it where it is none on a log. */
export const refusedBy = (error: unknown): RefusedLog => {
  if (!(error instanceof Refused)) throw error;
  const { fault, at, remedy } = error;
  return { outcome: 'refused', fault, at, ...(remedy !== undefined && { remedy }) };
};
