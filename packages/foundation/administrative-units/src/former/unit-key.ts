/** What a unit is called, in a form that spellings share. */
export interface UnitKey {
  /** Letter of the kind that was written with it; absent where none was. */
  readonly kind?: string;
  /** Its name with diacritics, in ASCII; see `nameKey`. */
  readonly name: string;
  /** The same without them. */
  readonly plain: string;
}

/**
 * A tier of units: what stands before a name, by the letter of the kind. A kind that is `its-own` names no unit of another: a
 * district may be called like one of its communes, and is not that commune.
 */
export type Tier = readonly (readonly [kind: string, before: RegExp, meaning?: 'its-own'])[];

/** `TT` is a town before a single `T`, and a letter alone has a dot, a space or a number behind it. */
export const COMMUNE_TIER: Tier = [
  ['T', /^(?:thị trấn|thi tran|tt\b\.?) */u],
  ['K', /^(?:đặc khu|dac khu|đk\b\.?) */u],
  ['P', /^(?:phường|phuong|p(?=[. \d])\.?) */u],
  ['X', /^(?:xã |xa |x(?=[. ])\.?) */u],
  // Of island districts alone, which had no communes.
  ['H', /^(?:huyện đảo|huyen dao|huyện|huyen|h(?=[. ])\.?) */u, 'its-own'],
];

export const DISTRICT_TIER: Tier = [
  ['S', /^(?:thị xã|thi xa|tx\b\.?) */u],
  ['C', /^(?:thành phố|thanh pho|tp\b\.?) */u],
  ['Q', /^(?:quận|quan|q(?=[. \d])\.?) */u],
  ['H', /^(?:huyện đảo|huyen dao|huyện|huyen|h(?=[. ])\.?) */u],
];

export const PROVINCE_TIER: Tier = [
  ['C', /^(?:thành phố|thanh pho|tp(?=hcm|[. ])\.?) */u],
  ['T', /^(?:tỉnh|tinh|t(?=[. ])\.?) */u],
];

const TONES: Readonly<Record<string, string>> = {
  '\u0300': '`',
  '\u0301': '/',
  '\u0309': '?',
  '\u0303': '~',
  '\u0323': '.',
};

/** Vowels with a mark and `đ`, as capitals that no lower-case name has. */
const LETTERS: Readonly<Record<string, string>> = {
  â: 'A',
  ă: 'W',
  ê: 'E',
  ô: 'O',
  ơ: 'Q',
  ư: 'U',
  đ: 'D',
  ð: 'D',
};

const PLAIN: Readonly<Record<string, string>> = { A: 'a', W: 'a', E: 'e', O: 'o', Q: 'o', U: 'u', D: 'd' };

/**
 * A name as the table of former communes writes it: lower case, a capital for each letter with a mark, the tone behind its
 * word (`Hoà Bình` and `Hòa Bình` are `hoa` + "`" + ` binh` + "`"), numbers without leading zeros. ASCII, so that it is as
 * long in a bundle as it looks.
 */
export const nameKey = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/['’‘`ʼ]/gu, '')
    .split(/[^\p{L}\p{M}\d]+/u)
    .filter((word) => word !== '')
    .map(wordKey)
    .join(' ');

/** A key without diacritics. */
export const plainKey = (key: string): string =>
  key.replaceAll(/[`/?~.]/gu, '').replaceAll(/[AWEOQUD]/gu, (letter) => PLAIN[letter] ?? letter);

const wordKey = (word: string): string => {
  const apart = word.normalize('NFD');
  const [tone = ''] = apart.match(/[\u0300\u0301\u0303\u0309\u0323]/u) ?? [];
  const letters = apart
    .replaceAll(/[\u0300\u0301\u0303\u0309\u0323]/gu, '')
    .normalize('NFC')
    .replaceAll(/[âăêôơưđð]/gu, (letter) => LETTERS[letter] ?? letter);
  return letters.replace(/^0+(?=\d)/u, '') + (TONES[tone] ?? '');
};

/** A unit as somebody wrote it, with its kind or without; twice where the kind may be part of the name. */
export const unitKeys = (written: string, tier: Tier): readonly UnitKey[] => {
  const text = written.normalize('NFC').toLowerCase().trim();
  const [kind, before] = tier.find(([, pattern]) => pattern.test(text)) ?? [];
  const whole = keyOf(text);
  return kind === undefined || before === undefined
    ? [whole]
    : [{ kind, ...keyOf(text.replace(before, '')) }, whole];
};

/** Whether a unit is written with a kind of the tier, as which alone it may then be taken. */
export const isOfTier = (written: string, tier: Tier): boolean =>
  unitKeys(written, tier).some(({ kind }) => kind !== undefined);

const keyOf = (text: string): UnitKey => {
  const name = nameKey(text);
  return { name, plain: plainKey(name) };
};
