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

const membersOf = (value: unknown): number => {
  if (value === null || typeof value !== 'object') return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce((sum: number, member) => sum + membersOf(member), own);
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
