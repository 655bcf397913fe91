import { contextOf, type DenseModel, type ListModel } from './dense-model.ts';
import type { SymbolCoder } from './range-coder.ts';

/** Codes a token of a list; undefined is one that it has not. */
const codeFromList = (coder: SymbolCoder, list: ListModel, given: number): number | undefined => {
  const place = list.placeOf.get(given) ?? list.tokens.length;
  return list.tokens[coder.symbol(list.distribution, place)];
};

const codeFromField = (
  coder: SymbolCoder,
  { fields }: DenseModel,
  field: number,
  given: number,
): number | undefined => {
  const list = fields[field];
  return list && codeFromList(coder, list, given);
};

/**
 * Codes which token comes next: from the list of what is likely behind the previous token, else from that of the field,
 * else by its class and its place in the class.
 */
export const codeToken = (
  coder: SymbolCoder,
  model: DenseModel,
  field: number,
  previous: number,
  given: number,
): number => {
  const behind = model.contexts[contextOf(field, previous)];
  const token = (behind && codeFromList(coder, behind, given)) ?? codeFromField(coder, model, field, given);
  if (token !== undefined) return token;
  const tokenClass = coder.symbol(model.classDistribution, model.classOf[given] ?? 0);
  const { first = 0, size = 1 } = model.classes[tokenClass] ?? {};
  return first + coder.uniform(size, given - first);
};

/** Which of some tokens, given in ascending order, `codeToken` takes to be likeliest. */
export const likeliestToken = (
  model: DenseModel,
  field: number,
  previous: number,
  candidates: readonly number[],
): number | undefined => {
  if (candidates.length < 2) return candidates[0];
  for (const list of [model.contexts[contextOf(field, previous)], model.fields[field]]) {
    const places = candidates.flatMap((token) => list?.placeOf.get(token) ?? []);
    if (places.length > 0) return list?.tokens[Math.min(...places)];
  }
  return candidates[0];
};
