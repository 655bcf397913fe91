import { TEXT_FIELDS } from '../../packages/capabilities/parcel/src/domain/label/dense/dense-tables.ts';
import { levelsOf, log2 } from './levels.ts';
import {
  contextName,
  count,
  fieldOfContext,
  isShared,
  sumOf,
  type CountedText,
  type Counts,
  type HalfCounts,
} from './token-counts.ts';

/** Tokens of one context and how often each comes, and how often any other. */
export interface CountedList {
  readonly tokens: readonly (readonly [string, number])[];
  readonly others: number;
}

/** Everything learnt about the order of tokens. */
export interface TokenLists {
  readonly contexts: ReadonlyMap<string, CountedList>;
  readonly fields: ReadonlyMap<string, CountedList>;
  /** How often each token comes where neither list has it. */
  readonly elsewhere: ReadonlyMap<string, number>;
  /** How often each token comes at all. */
  readonly everywhere: ReadonlyMap<string, number>;
}

/** Bits that an entry must save over all counted texts: below it, a shorter table is worth more. */
const WORTH_IN_CONTEXT = 900;

/** How often a token must come where no context has it, to be listed for its field. */
const WORTH_IN_FIELD = 350;

/** What others are taken to have at least, where an entry is weighed against going without. */
const SHARE_OF_OTHERS = 0.15;

/** A token that only one half knows counts half: the other half of its chance goes to what neither knows. */
const certain = (both: HalfCounts): number => (isShared(both) ? sumOf(both) : sumOf(both) / 2);

const listOf = (
  counts: ReadonlyMap<string, HalfCounts>,
  isWorth: (token: string, times: number) => boolean,
): CountedList => {
  const tokens: [string, number][] = [];
  let others = 1;
  for (const [token, both] of counts) {
    const times = certain(both);
    const listed = isWorth(token, times);
    if (listed) tokens.push([token, times]);
    others += sumOf(both) - (listed ? times : 0);
  }
  return { tokens, others };
};

/** How often each token comes, all contexts together. */
const totals = (counts: Counts): ReadonlyMap<string, number> => {
  const all = new Map<string, number>();
  for (const tokens of counts.values()) {
    for (const [token, both] of tokens) all.set(token, (all.get(token) ?? 0) + sumOf(both));
  }
  return all;
};

const sum = (times: Iterable<number>): number => Array.from(times).reduce((total, each) => total + each, 0);

/** Lists what is worth it behind each token: what comes there so much more often than in the field, or anywhere. */
const contextLists = (behind: Counts, within: Counts): ReadonlyMap<string, CountedList> => {
  const frequencies = new Map(
    Array.from(within, ([field, tokens]) => [field, totals(new Map([[field, tokens]]))]),
  );
  const everywhere = totals(within);
  const lists = new Map<string, CountedList>();
  for (const [context, counts] of behind) {
    const usual = frequencies.get(fieldOfContext(context) ?? '') ?? everywhere;
    const ofUsual = sum(usual.values());
    const unshared = sum(Array.from(counts.values(), (both) => (isShared(both) ? 0 : sumOf(both))));
    const here = sum(Array.from(counts.values(), sumOf)) + unshared;
    const others = Math.min(1, (unshared + 1) / here + SHARE_OF_OTHERS);
    const list = listOf(counts, (token, times) => {
      const without = others * Math.max((usual.get(token) ?? 0) / ofUsual, 1e-5);
      return times * log2(times / here / without) > WORTH_IN_CONTEXT;
    });
    if (list.tokens.length > 0) lists.set(context, list);
  }
  return lists;
};

/** Tells of every token, with the one before it. */
const eachToken = (
  texts: readonly CountedText[],
  tell: (text: CountedText, previous: string | undefined, token: string) => void,
): void => {
  for (const text of texts) {
    text.tokens.forEach((token, i) => {
      tell(text, text.tokens[i - 1], token);
    });
  }
};

/** Learns which tokens follow which. What a list says of the unknown is what one half of the phrases knew of the other. */
export const tokenLists = (texts: readonly CountedText[]): TokenLists => {
  const behind = count((see) => {
    eachToken(texts, ({ field, half }, previous, token) => {
      see(contextName(field, previous), token, half);
    });
  });
  const within = count((see) => {
    eachToken(texts, ({ field, half }, _, token) => {
      see(field, token, half);
    });
  });
  const contexts = contextLists(behind, within);
  const listed = new Map(
    Array.from(contexts, ([context, { tokens }]) => [context, new Set(tokens.map(([token]) => token))]),
  );
  const passedOn = count((see) => {
    eachToken(texts, ({ field, half }, previous, token) => {
      const context = contextName(field, previous);
      const other = behind.get(context)?.get(token)?.[half === 0 ? 1 : 0] ?? 0;
      if (listed.get(context)?.has(token) !== true || other === 0) see(field, token, half);
    });
  });
  const fields = new Map<string, CountedList>();
  const elsewhere = new Map<string, number>();
  for (const field of TEXT_FIELDS) {
    const counts = passedOn.get(field) ?? new Map<string, HalfCounts>();
    const list = listOf(counts, (_, times) => times > WORTH_IN_FIELD);
    const known = new Map(list.tokens);
    for (const [token, both] of counts) {
      elsewhere.set(token, (elsewhere.get(token) ?? 0) + sumOf(both) - (known.get(token) ?? 0));
    }
    fields.set(field, list);
  }
  return { contexts, fields, elsewhere, everywhere: totals(within) };
};

/** Levels of a list, those of all other tokens last. */
export const levelsOfList = ({ tokens, others }: CountedList): readonly number[] =>
  levelsOf([...tokens.map(([, times]) => times), others]);
