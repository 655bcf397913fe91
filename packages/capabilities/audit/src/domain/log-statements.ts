import {
  fromBundle,
  parseCheckpoint,
  parseNote,
  TILE_WIDTH,
  tilePath,
  type Checkpoint,
  type Sha256,
} from '@temkin/tlog';
import { mayHoldStatement, statementIn, type SignedStatement } from './key-statement.ts';

/** Reads a file of a log by its path below the log's prefix, `tile/0/000.p/7`; undefined where there is none. */
export type ReadLogFile = (path: string) => Promise<Uint8Array | undefined>;

/** A log whose entries are to be read. */
export interface LogToRead {
  readonly sha256: Sha256;
  readonly read: ReadLogFile;
}

/** A bundle of a log. */
interface ReadBundle {
  readonly index: number;
  readonly bytes: Uint8Array;
  readonly entries: readonly Uint8Array[];
}

/** What a bundle says of the log's keys, in order. Only the entry that opens the log can have the word of the one before. */
export const statementsIn = async (
  sha256: Sha256,
  { index, bytes, entries }: ReadBundle,
): Promise<readonly SignedStatement[]> => {
  if (!mayHoldStatement(bytes)) return [];
  const found = await Promise.all(entries.map((entry) => statementIn(sha256, entry)));
  return found.filter(
    (statement, at): statement is SignedStatement =>
      statement !== undefined && (statement.previous === undefined || index + at === 0),
  );
};

/** Those of a log's statements that are its own: one that was made for another log counts for nothing here. */
export const ownStatements = (
  { origin }: Checkpoint,
  statements: readonly SignedStatement[],
): readonly SignedStatement[] => statements.filter((statement) => statement.origin === origin);

/** A bundle of a log of this size; undefined where it cannot be read, of which replay will tell. */
const readBundle = async (
  { read }: LogToRead,
  size: number,
  index: number,
): Promise<ReadBundle | undefined> => {
  const width = Math.min(TILE_WIDTH, size - index * TILE_WIDTH);
  if (width <= 0) return undefined;
  const bytes = await read(tilePath({ level: 'entries', index, width }));
  const entries = bytes && fromBundle(bytes, width);
  return bytes && entries && { index, bytes, entries };
};

/**
 * Entries in which a word on keys is looked for: twice what ten thousand parcels a day leave in a year. Nobody who is
 * trusted has signed how many there are, and a server that invents them would never come to an end.
 */
const SEARCHED_ENTRIES = 2 ** 26;

/**
 * What a log says of its keys as far as it can be read, a bundle at a time. Nothing is verified. Throws a sentence where
 * there is no end of it.
 */
export async function* iterateStatements(
  log: LogToRead,
  size: number,
  searched = SEARCHED_ENTRIES,
): AsyncIterable<readonly SignedStatement[]> {
  for (let index = 0; ; index++) {
    if (index * TILE_WIDTH >= searched && size > searched)
      throw new Error(
        `In its first ${searched} entries the log does not lead from the keys that are ` +
          'trusted to the one that signs it: give that one by --vkey.',
      );
    const bundle = await readBundle(log, size, index);
    if (bundle === undefined) return;
    const statements = await statementsIn(log.sha256, bundle);
    if (statements.length > 0) yield statements;
  }
}

/** All that a log says of its keys as far as it can be read, by `iterateStatements`. */
export const readStatements = async (
  ...search: Parameters<typeof iterateStatements>
): Promise<readonly SignedStatement[]> => {
  const all: SignedStatement[] = [];
  for await (const statements of iterateStatements(...search)) all.push(...statements);
  return all;
};

/** What the entry that opens a log says of its keys, if it does. Nothing is verified. */
export const readOpening = async (log: LogToRead, size: number): Promise<SignedStatement | undefined> => {
  const [opening] = (await readBundle(log, size, 0))?.entries ?? [];
  return opening && statementIn(log.sha256, opening);
};

/** What a log calls itself and says it comes after, by its checkpoint and its first entry. Nothing is verified. */
export const readLineage = async (
  log: LogToRead,
): Promise<{ readonly origin: string; readonly opening?: SignedStatement } | undefined> => {
  const bytes = await log.read('checkpoint');
  const checkpoint = bytes && parseCheckpoint(parseNote(new TextDecoder().decode(bytes))?.text ?? '');
  if (checkpoint === undefined) return undefined;
  const opening = await readOpening(log, checkpoint.size);
  return { origin: checkpoint.origin, ...(opening !== undefined && { opening }) };
};
