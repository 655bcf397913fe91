/**
 * How far the index of a log has come. It says nothing that does not follow from the log and `indexedThrough`, which only
 * grows: whoever takes it further replaces the cursor that stands where it began.
 */
export interface IndexCursor {
  /** Entries from the log's beginning on that the index has all the rows of. */
  readonly indexedThrough: number;
  /** When the latest of these events was made, as its id tells it, in milliseconds since the epoch; 0 where there is none. */
  readonly latest: number;
  /** The longest time that one full bundle spans, in milliseconds: whoever looks for an instant looks no further back. */
  readonly widest: number;
  /** Where the log's writers stand, by their numbers (`followWriters`); empty where there is none. */
  readonly writers: string;
}

/** The cursor of a log that nobody has indexed. */
export const NEW_CURSOR: IndexCursor = { indexedThrough: 0, latest: 0, widest: 0, writers: '' };
