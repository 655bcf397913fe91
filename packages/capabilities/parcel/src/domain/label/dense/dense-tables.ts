/** Which kind of text is coded; each has words and habits of its own. In the order in which fields are counted. */
export const TEXT_FIELDS = ['name', 'street', 'note', 'goods'] as const;

export type TextField = (typeof TEXT_FIELDS)[number];

/** Tokens that stand for any of many, by their numbers. */
export const NUMBER_TOKEN = 0;
export const SPELLED_TOKEN = 1;
export const SYLLABLE_TOKEN = 2;
export const OTHER_TOKEN = 3;
export const FIRST_MARK = 4;

/** Tokens likely at some place, the likeliest first, and their levels; the last level is that of all other tokens. */
export interface TokenList {
  readonly tokens: readonly number[];
  readonly levels: readonly number[];
}

/** The small tables: a list of distributions each, and a distribution as its levels. docs/token-format.md has the indexes. */
export const SMALL_TABLES = [
  'end',
  'glued',
  'letterCase',
  'plain',
  'spelling',
  'numberLength',
  'digit',
  'onset',
  'rhyme',
  'tone',
  'letter',
  'form',
  'codePoint',
  'present',
  'zeros',
  'magnitude',
  'phone',
  'commune',
] as const;

export type SmallTable = (typeof SMALL_TABLES)[number];

/** All frequencies of payload version 2, frozen with it. */
export interface DenseTables {
  /**
   * Texts of all tokens by their numbers, in classes of tokens that are equally likely. The first four classes are the
   * four tokens that stand for any of many and have no text; marks follow, then words.
   */
  readonly classes: readonly (readonly string[])[];
  /** A level for each class: of the whole class, not of each token in it. */
  readonly classLevels: readonly number[];
  /** What is likely anywhere in a field, in the order of TEXT_FIELDS. */
  readonly fields: readonly TokenList[];
  /** What is likely behind a token, by the number of the context (`contextOf`). */
  readonly contexts: ReadonlyMap<number, TokenList>;
  readonly small: Readonly<Record<SmallTable, readonly (readonly number[])[]>>;
}
