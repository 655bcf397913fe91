/** `{name}` of one segment, `{name+}` of all that follow. */
const PLACEHOLDER = /\{(\w+)(\+?)\}/g;

/** The names of a path's placeholders, in order. */
export const placeholdersOf = (path: string): readonly string[] =>
  [...path.matchAll(PLACEHOLDER)].map(([, name]) => String(name));

/** A path with its placeholders in other words; `isRest` where one takes all that follows. */
export const withPlaceholders = (path: string, words: (name: string, isRest: boolean) => string): string =>
  path.replaceAll(PLACEHOLDER, (_, name: string, rest: string) => words(name, rest === '+'));
