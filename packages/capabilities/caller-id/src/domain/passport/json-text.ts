/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/**
 * JSON in the one form of a PASSporT (RFC 8225 §9): members in lexicographic order, no whitespace, text as it is and not
 * escaped beyond need.
 */
export const serializeJson = (value: Json): string => {
  if (Array.isArray(value)) return `[${value.map(serializeJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${serializeJson(member)}`);
  return `{${members.join(',')}}`;
};

/** A string, and the colon behind it where it is a member's name. */
const STRINGS = /"(?:[^"\\]|\\.)*"(\s*:)?/g;

const namesIn = (text: string): number =>
  [...text.matchAll(STRINGS)].filter(([, colon]) => colon !== undefined).length;

/** Without recursion: 8 KiB can be nested deeper than a stack is high. */
const membersOf = (value: unknown): number => {
  const left = [value];
  let members = 0;
  while (left.length > 0) {
    const next = left.pop();
    if (next === null || typeof next !== 'object') continue;
    if (!Array.isArray(next)) members += Object.keys(next).length;
    left.push(...Object.values(next));
  }
  return members;
};

/**
 * The members of a JSON object; undefined where the text is no JSON, no object, or says a name twice: readers differ about
 * which of the two counts (RFC 8259 §4).
 */
export const parseJsonObject = (text: string): Readonly<Record<string, unknown>> | undefined => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  return membersOf(value) === namesIn(text) ? { ...value } : undefined;
};
