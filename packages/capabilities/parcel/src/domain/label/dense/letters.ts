/**
 * The letters of Vietnamese and of ASCII. A vowel of a row: six tones of each of its qualities, in the order level,
 * huyền, hỏi, ngã, sắc, nặng. The first letter of a row is what all of them become without diacritics.
 */
const ROWS: readonly string[] = [
  'aàảãáạăằẳẵắặâầẩẫấậ',
  'eèẻẽéẹêềểễếệ',
  'iìỉĩíị',
  'oòỏõóọôồổỗốộơờởỡớợ',
  'uùủũúụưừửữứự',
  'yỳỷỹýỵ',
  'dđ',
  ...Array.from('bcfghjklmnpqrstvwxz'),
];

/** Tones of a vowel. */
export const TONE_COUNT = 6;

/** The plain letters, a to z, in the order in which they are coded. */
export const PLAIN_LETTERS: readonly string[] = ROWS.map((row) => row.slice(0, 1)).toSorted();

const ROW_OF: ReadonlyMap<string, string> = new Map(
  ROWS.flatMap((row) => Array.from(row, (letter) => [letter, row] as const)),
);

/** The letter itself and its forms with diacritics, the plain one first. */
export const formsOf = (letter: string): string => ROW_OF.get(letter) ?? letter;

/** A letter without diacritics. */
export const plainLetter = (letter: string): string => formsOf(letter).slice(0, 1);

/** A word without diacritics. */
export const plainWord = (word: string): string => {
  let plain = '';
  for (const letter of word) plain += plainLetter(letter);
  return plain;
};

const TONE_OF: ReadonlyMap<string, number> = new Map(
  ROWS.filter((row) => row.length >= TONE_COUNT).flatMap((row) =>
    Array.from(row, (letter, place) => [letter, place % TONE_COUNT] as const),
  ),
);

/** The tone of a letter: 0 where it has none. */
export const toneOf = (letter: string): number => TONE_OF.get(letter) ?? 0;

/** Whether a letter is a vowel, which can bear a tone. */
export const isVowel = (letter: string): boolean => TONE_OF.has(letter);

/** A vowel with each of the tones. */
export const formsByTone = (vowel: string): string => {
  const forms = formsOf(vowel);
  const first = forms.indexOf(vowel) - toneOf(vowel);
  return forms.slice(first, first + TONE_COUNT);
};

/** A vowel with another tone. */
export const withTone = (vowel: string, tone: number): string => formsByTone(vowel).charAt(tone);

const CAPITAL_OF: ReadonlyMap<string, string> = new Map(
  Array.from(ROW_OF.keys(), (letter) => [letter, letter.toUpperCase()]),
);

const SMALL_OF: ReadonlyMap<string, string> = new Map(
  Array.from(CAPITAL_OF, ([letter, capital]) => [capital, letter]),
);

/** A small letter as a capital. */
export const capitalOf = (letter: string): string => CAPITAL_OF.get(letter) ?? letter;

/** A capital as a small letter; undefined for anything else. */
export const smallOf = (character: string): string | undefined => SMALL_OF.get(character);

/** All small letters. */
export const SMALL_LETTERS: readonly string[] = [...ROW_OF.keys()];
