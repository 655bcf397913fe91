/** How a value is written into an index, so that what means the same is found by the same. */
export type NormalForm = 'exact' | 'name' | 'year' | 'last-four';

/**
 * A value in its normal form; undefined where it has none, and then nothing is indexed. Names: NFD without marks, lower case,
 * single spaces, so that a name is found with and without diacritics. Dates are `YYYY-MM-DD`.
 */
export const NORMAL_FORMS: Readonly<Record<NormalForm, (value: string) => string | undefined>> = {
  exact: (value) => value.trim() || undefined,
  name: (value) =>
    value
      .normalize('NFD')
      .replaceAll(/\p{M}/gu, '')
      .replaceAll(/[đĐ]/g, 'd')
      .toLowerCase()
      .trim()
      .split(/\s+/u)
      .join(' ') || undefined,
  year: (value) => /^(\d{4})-\d\d-\d\d$/.exec(value)?.[1],
  'last-four': (value) => /\d{4}$/.exec(value)?.[0],
};
