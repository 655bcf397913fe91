import { toBase64 } from '@temkin/kernel';
import {
  formatVerifierKey,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  verifyNote,
  type Checkpoint,
  type Sha256,
  type SignedNote,
  type VerifierKey,
} from '@temkin/tlog';
import type { TrustedKeys } from './signing-keys.ts';

/** What a log says of its keys. */
export interface KeyStatement {
  /** Of the log that says so, and the name of all the keys. */
  readonly origin: string;
  /** What its checkpoints are signed with from here on. */
  readonly keys: readonly VerifierKey[];
  /** Of the log that this one comes after: how far that had come, and whose key has to have signed the statement. */
  readonly previous?: Checkpoint;
}

/** A statement in the note that a log's entry carries. Nobody's word until a key that was trusted before has signed it. */
export interface SignedStatement extends KeyStatement {
  readonly note: SignedNote;
}

/** The first line. What follows is no decimal number, as it is in a checkpoint: no signature is good for both. */
const HEADER = 'temkin.log-keys/v1';

/** Keys in one statement: the one that signs, the one that is to, and as many again. */
const KEYS_LIMIT = 4;

const LINE = /^(log|key|after) (\S.*)$/;

/** The text that is signed. */
export const formatKeyStatement = ({ origin, keys, previous }: KeyStatement): string =>
  [
    HEADER,
    `log ${origin}`,
    ...keys.map((key) => `key ${formatVerifierKey(key)}`),
    ...(previous === undefined
      ? []
      : [`after ${previous.origin} ${previous.size} ${toBase64(previous.root)}`]),
    '',
  ].join('\n');

/** The statement of a text; undefined where it is none, or says the same in other words. */
export const parseKeyStatement = async (sha256: Sha256, text: string): Promise<KeyStatement | undefined> => {
  const said = text.split('\n').map((line) => LINE.exec(line) ?? []);
  const all = (word: string): readonly string[] =>
    said.flatMap(([, what, value = '']) => (what === word ? [value] : []));
  const [origin] = all('log');
  const vkeys = all('key').slice(0, KEYS_LIMIT);
  const parsed = await Promise.all(vkeys.map((vkey) => parseVerifierKey(sha256, vkey)));
  const keys = parsed.filter((key) => key?.type === 'ed25519' && key.name === origin);
  const [after] = all('after');
  const previous = after === undefined ? undefined : parseCheckpoint(`${after.replaceAll(' ', '\n')}\n`);
  if (origin === undefined || keys.length === 0) return undefined;
  const known = keys.filter((key) => key !== undefined);
  const statement = { origin, keys: known, ...(previous !== undefined && { previous }) };
  return formatKeyStatement(statement) === text ? statement : undefined;
};

/** The statement that an entry carries, `unmapped.statement` of its event; undefined where it carries none. */
export const statementIn = async (
  sha256: Sha256,
  entry: Uint8Array,
): Promise<SignedStatement | undefined> => {
  try {
    const event = JSON.parse(new TextDecoder().decode(entry)) as {
      readonly unmapped?: { readonly statement?: unknown };
    } | null;
    const carried = event?.unmapped?.statement;
    const note = typeof carried === 'string' ? parseNote(carried) : undefined;
    const statement = note && (await parseKeyStatement(sha256, note.text));
    return note && statement && { ...statement, note };
  } catch {
    return undefined;
  }
};

/** Whether there may be a statement in these bytes: a quick look, for there are many and few have any. */
export const mayHoldStatement = (bytes: Uint8Array): boolean =>
  new TextDecoder('latin1').decode(bytes).includes(HEADER);

/** The company and the year that a log is of, by its origin. */
const ORIGIN = /^(.+)\/(\d{4})$/;

/** By how many years a log is the same company's later one; undefined where it is another's. */
const yearsAfter = (origin: string, before: string): number | undefined => {
  const [, company, year] = ORIGIN.exec(origin) ?? [];
  const [, sameCompany, yearBefore] = ORIGIN.exec(before) ?? [];
  return company === undefined || company !== sameCompany ? undefined : Number(year) - Number(yearBefore);
};

/** Whether a log is the same company's as another, and of a later year. */
export const isLaterLog = (origin: string, before: string): boolean => (yearsAfter(origin, before) ?? 0) > 0;

/** Whether a log is the same company's as another, and of the year after. */
export const isNextLog = (origin: string, before: string): boolean => yearsAfter(origin, before) === 1;

/**
 * The keys that trust comes to from these: with those that a log names in statements, in order, each of which a key of the
 * log has signed that was trusted before, or of the same company's log of the year before. No other log's key has a say.
 */
export const followKeys = async (
  statements: readonly SignedStatement[],
  trusted: readonly VerifierKey[],
): Promise<readonly VerifierKey[]> => {
  const keys = new Map(trusted.map((key) => [formatVerifierKey(key), key]));
  for (const { origin, keys: named, previous, note } of statements) {
    if (previous !== undefined && !isNextLog(origin, previous.origin)) continue;
    const by = previous?.origin ?? origin;
    const signers = [...keys.values()].filter(({ type, name }) => type === 'ed25519' && name === by);
    if ((await verifyNote(note, signers)).outcome !== 'verified') continue;
    for (const key of named) keys.set(formatVerifierKey(key), key);
  }
  return [...keys.values()];
};

/**
 * Statements without what the log before says of keys that sign this one no more: it was true when the log began. A key that
 * is named anew in its own log comes back.
 */
export const withoutFormer = (
  { former = [] }: Pick<TrustedKeys, 'former'>,
  statements: readonly SignedStatement[],
): readonly SignedStatement[] => {
  const gone = new Set(former.map(formatVerifierKey));
  return statements.map((statement) =>
    statement.previous === undefined
      ? statement
      : { ...statement, keys: statement.keys.filter((key) => !gone.has(formatVerifierKey(key))) },
  );
};
