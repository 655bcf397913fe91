import { levelled, type Distribution } from './distribution.ts';
import {
  FIRST_MARK,
  SMALL_TABLES,
  TEXT_FIELDS,
  type DenseTables,
  type SmallTable,
  type TokenList,
} from './dense-tables.ts';
import { plainWord } from './letters.ts';
import type { SymbolCoder } from './range-coder.ts';
import { inNewSpelling } from './syllable.ts';
import { MARKS } from './tokens.ts';

/** Tokens that are no words: the four that stand for many, and the marks. They mean something else in each field. */
export const FIRST_WORD = FIRST_MARK + MARKS.length;

/** Contexts of one field: its beginning, and behind each token that is no word. */
const CONTEXTS_PER_FIELD = 1 + FIRST_WORD;

/** The number of what stands before a token: -1 is the beginning of the text. Behind a word all fields are alike. */
export const contextOf = (field: number, previous: number): number =>
  previous < FIRST_WORD
    ? field * CONTEXTS_PER_FIELD + previous + 1
    : TEXT_FIELDS.length * CONTEXTS_PER_FIELD + previous - FIRST_WORD;

/** A TokenList ready for coding. */
export interface ListModel {
  /** Over places in the list; the place behind the last is any other token. */
  readonly distribution: Distribution;
  readonly tokens: readonly number[];
  readonly placeOf: ReadonlyMap<number, number>;
}

/** A class of equally likely tokens. */
interface TokenClass {
  readonly first: number;
  readonly size: number;
}

/** How a word is coded: its token, and how the token's text is written. */
export interface WordChoice {
  readonly token: number;
  /** Without diacritics. */
  readonly isPlain: boolean;
  /** The tone where the newer spelling puts it. */
  readonly isNewSpelling: boolean;
}

/** What is known of a token's text. */
export interface TokenText {
  readonly text: string;
  /** The text without diacritics; undefined where it has none. */
  readonly plain: string | undefined;
  /** The text in the newer spelling; undefined where there is only one. */
  readonly newSpelling: string | undefined;
}

/** The tables ready for coding: every look-up that a text needs takes constant time. */
export interface DenseModel {
  readonly textOf: (token: number) => TokenText;
  /** The token of a word in either spelling. */
  readonly words: ReadonlyMap<string, WordChoice>;
  /** Tokens whose text without diacritics is this, ascending; those that have none included. */
  readonly plainForms: (plain: string) => readonly number[];
  readonly marks: ReadonlyMap<string, number>;
  readonly classes: readonly TokenClass[];
  readonly classDistribution: Distribution;
  readonly classOf: readonly number[];
  readonly fields: readonly ListModel[];
  /** By the number of the context. */
  readonly contexts: readonly (ListModel | undefined)[];
  readonly small: Readonly<Record<SmallTable, readonly Distribution[]>>;
}

const listModel = ({ tokens, levels }: TokenList): ListModel => ({
  distribution: levelled(levels),
  tokens,
  placeOf: new Map(tokens.map((token, place) => [token, place])),
});

const tokenText = (text: string): TokenText => {
  const plain = plainWord(text);
  return { text, plain: plain === text ? undefined : plain, newSpelling: inNewSpelling(text) };
};

/** Words by their texts without diacritics. */
const byPlainForm = (texts: readonly string[]): ReadonlyMap<string, readonly number[]> => {
  const forms = new Map<string, number[]>();
  texts.forEach((text, token) => {
    if (token < FIRST_WORD) return;
    const plain = plainWord(text);
    const known = forms.get(plain);
    if (known === undefined) forms.set(plain, [token]);
    else known.push(token);
  });
  return forms;
};

const inEitherSpelling = (texts: readonly string[]): ReadonlyMap<string, WordChoice> => {
  const words = new Map<string, WordChoice>();
  texts.forEach((text, token) => {
    if (token < FIRST_WORD) return;
    words.set(text, { token, isPlain: false, isNewSpelling: false });
    const renewed = inNewSpelling(text);
    if (renewed !== undefined) words.set(renewed, { token, isPlain: false, isNewSpelling: true });
  });
  return words;
};

/** Makes tables ready. Takes some milliseconds, so it is done once; what few texts need is made when one needs it. */
export const denseModel = (tables: DenseTables): DenseModel => {
  const texts = tables.classes.flat();
  const known: TokenText[] = [];
  let plainForms: ReadonlyMap<string, readonly number[]> | undefined;
  const classes: TokenClass[] = [];
  const classOf: number[] = [];
  for (const { length } of tables.classes) {
    classes.push({ first: classOf.length, size: length });
    for (let i = 0; i < length; i += 1) classOf.push(classes.length - 1);
  }
  const contexts: (ListModel | undefined)[] = [];
  for (let context = contextOf(0, texts.length) - 1; context >= 0; context -= 1) {
    const list = tables.contexts.get(context);
    contexts[context] = list && listModel(list);
  }
  const small: Partial<Record<SmallTable, readonly Distribution[]>> = {};
  for (const name of SMALL_TABLES) small[name] = tables.small[name].map(levelled);
  return {
    textOf: (token) => (known[token] ??= tokenText(texts[token] ?? '')),
    words: inEitherSpelling(texts),
    plainForms: (plain) => (plainForms ??= byPlainForm(texts)).get(plain) ?? [],
    marks: new Map(texts.slice(FIRST_MARK, FIRST_WORD).map((text, i) => [text, FIRST_MARK + i])),
    classes,
    classDistribution: levelled(tables.classLevels),
    classOf,
    fields: tables.fields.map(listModel),
    contexts,
    small: small as DenseModel['small'],
  };
};

/** Codes one symbol by one distribution of a small table. */
export const codeSmall = (
  coder: SymbolCoder,
  table: readonly Distribution[],
  index: number,
  given: number,
): number => {
  const distribution = table[index];
  if (distribution === undefined) throw new Error(`a small table has no distribution ${index}`);
  return coder.symbol(distribution, given);
};
