/** How a value is written into an index, so that what means the same is found by the same. */
export type NormalForm = 'exact' | 'name' | 'year' | 'last-four' | 'each';

/** What a form made of nothing is no form. */
const unlessEmpty = (text: string | undefined): readonly string[] =>
  text === undefined || text === '' ? [] : [text];

/**
 * A value in its normal forms: one as a rule, several where several may be meant, and none where nothing is indexed. Names: NFD without marks, lower case,
 * single spaces, so that a name is found with and without diacritics. Dates are `YYYY-MM-DD`.
 */
export const NORMAL_FORMS: Readonly<Record<NormalForm, (value: string) => readonly string[]>> = {
  exact: (value) => unlessEmpty(value.trim()),
  name: (value) =>
    unlessEmpty(
      value
        .normalize('NFD')
        .replaceAll(/\p{M}/gu, '')
        .replaceAll(/[đĐ]/g, 'd')
        .toLowerCase()
        .trim()
        .split(/\s+/u)
        .join(' '),
    ),
  year: (value) => unlessEmpty(/^(\d{4})-\d\d-\d\d$/.exec(value)?.[1]),
  /** Words parted by spaces, each of which may be meant: codes of communes. */
  each: (value) => [...new Set(value.split(/\s+/u).flatMap(unlessEmpty))],
  'last-four': (value) => unlessEmpty(/\d{4}$/.exec(value)?.[0]),
};
