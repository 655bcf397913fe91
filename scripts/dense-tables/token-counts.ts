import {
  TEXT_FIELDS,
  type TextField,
} from '../../packages/capabilities/parcel/src/domain/label/dense/dense-tables.ts';
import {
  readSyllable,
  writeSyllable,
} from '../../packages/capabilities/parcel/src/domain/label/dense/syllable.ts';
import { tokensOf, type Token } from '../../packages/capabilities/parcel/src/domain/label/dense/tokens.ts';
import { chanceFrom } from './chance.ts';
import { cleanText } from './field-texts.ts';
import { halfOf, type Phrases } from './inputs.ts';

/** What a token is counted as: a word in the older spelling, a mark, or one of these. */
export const NUMBER = '0';
export const OTHER = '\uFFFD';

const wordOf = (word: string): string => {
  const syllable = readSyllable(word);
  return syllable ? writeSyllable({ ...syllable, isNewSpelling: false }) : word;
};

const nameOf = ({ kind, text }: Token): string => {
  if (kind === 'word') return wordOf(text);
  if (kind === 'number') return NUMBER;
  return kind === 'mark' ? text : OTHER;
};

/** Whether a counted token is a word. */
export const isWord = (token: string): boolean => /^\p{L}/u.test(token);

/** One text as tokens, and which half of the phrases it was made from. */
export interface CountedText {
  readonly field: TextField;
  readonly half: 0 | 1;
  readonly tokens: readonly string[];
}

/** Texts of each field and half; enough that chance does not show. */
const TEXTS = 40_000;

/** All texts to count, half of them from every other phrase and half from the rest. */
export const countedTexts = (phrases: Phrases): readonly CountedText[] =>
  ([0, 1] as const).flatMap((half) => {
    const chance = chanceFrom(11 + half);
    const from = halfOf(phrases, half);
    return TEXT_FIELDS.flatMap((field) =>
      Array.from({ length: field === 'note' ? TEXTS / 2 : TEXTS }, () => ({
        field,
        half,
        tokens: tokensOf(cleanText(field, chance, from)).map(nameOf),
      })),
    );
  });

/** What stands before a token, by a name: a word alike in all fields; anything else, and the beginning, with its field. */
export const contextName = (field: TextField, previous: string | undefined): string =>
  previous !== undefined && isWord(previous) ? previous : `${field} ${previous ?? ''}`;

/** The field of a context's name; undefined where it is a word. */
export const fieldOfContext = (name: string): string | undefined =>
  name.includes(' ') ? name.slice(0, name.indexOf(' ')) : undefined;

/** How often a token was seen, in texts of either half. */
export type HalfCounts = readonly [number, number];

/** Counts by context and token. */
export type Counts = ReadonlyMap<string, ReadonlyMap<string, HalfCounts>>;

/** Counts events that `see` is told of. */
export const count = (
  events: (see: (context: string, token: string, half: 0 | 1) => void) => void,
): Counts => {
  const counts = new Map<string, Map<string, [number, number]>>();
  events((context, token, half) => {
    const ofContext = counts.get(context) ?? new Map<string, [number, number]>();
    counts.set(context, ofContext);
    const both = ofContext.get(token) ?? [0, 0];
    ofContext.set(token, both);
    both[half] += 1;
  });
  return counts;
};

export const sumOf = ([first, second]: HalfCounts): number => first + second;

/** Whether both halves know the token at this place; what only one knows, a new text may not know at all. */
export const isShared = ([first, second]: HalfCounts): boolean => first > 0 && second > 0;
