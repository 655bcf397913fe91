import { faulty, foldedText, normal, type Normal } from './normal.ts';
import { placeTone } from './place-tone.ts';

/** A name in its forms. Each is its own form again. */
export interface NameForms {
  /** As printed, case and all: NFC, spaces folded. */
  readonly printed: string;
  /** With diacritics: lower case, tones where the older spelling has them, punctuation gone. */
  readonly search: string;
  /** The same without diacritics: letters a to z for all that a Vietnamese name has. */
  readonly plain: string;
  /** The words of `plain` in alphabetical order: the same whether the surname stands first or last. */
  readonly anyOrder: string;
}

export type NameFault = 'too-long' | 'not-a-name' | 'not-latin';

/** More than any document has room for. Of what is sent, twice that is looked at: letters may come in pieces. */
const LENGTH = 250;

/**
 * Latin letters, by code point and not by a property of Unicode, which grows: forms are frozen. Passports print names of
 * every script in Latin letters (ICAO 9303-3 §6).
 */
const LETTER = String.raw`A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff`;

/** Marks that no letter took in. */
const MARK = String.raw`\u0300-\u036f`;

/** What stands between and within words. */
const PUNCTUATION = String.raw` '\u0060’‘ʼ´\-\u2010-\u2015.,<·`;

/** A letter that is none of these. */
const OTHER_SCRIPT = new RegExp(`(?![${LETTER}])\\p{L}`, 'u');

const PERSON = new RegExp(`^[${LETTER}${MARK}${PUNCTUATION}]+$`, 'u');

/** Organisations have digits and signs besides. */
const ORGANISATION = new RegExp(`^[${LETTER}${MARK}${PUNCTUATION}0-9&()/+:;"“”«»!?@#*°_|%]+$`, 'u');

/** Letters that no normal form takes apart. `ð` stands in many registers where somebody meant `đ`. */
const LETTERS: Readonly<Record<string, string>> = {
  đ: 'd',
  ð: 'd',
  ø: 'o',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  ŧ: 't',
  æ: 'ae',
  œ: 'oe',
  ß: 'ss',
  þ: 'th',
};

/**
 * A name in its forms. The order of its words stays as printed, surname first in Vietnamese ones; nothing is guessed about
 * which word is the surname. Spellings that differ by a letter (`Lý`, `Lí`) are different names.
 */
export const normalizeName = (
  text: string,
  of: 'person' | 'organisation' = 'person',
): Normal<NameForms, NameFault> => {
  if (text.length > 2 * LENGTH) return faulty('too-long');
  const printed = foldedText(text);
  if (printed.length > LENGTH) return faulty('too-long');
  if (!(of === 'person' ? PERSON : ORGANISATION).test(printed))
    return faulty(OTHER_SCRIPT.test(printed) ? 'not-latin' : 'not-a-name');
  const words = printed
    .toLowerCase()
    .replaceAll('ð', 'đ')
    .replaceAll(/['`’‘ʼ´]/gu, '')
    .split(/[^\p{L}\p{M}0-9]+/u)
    // A mark that stands alone is no word.
    .filter((word) => /[\p{L}0-9]/u.test(word))
    .map(placeTone);
  if (!words.some((word) => /\p{L}/u.test(word))) return faulty('not-a-name');
  const plain = words.map(withoutMarks);
  return normal({
    printed,
    search: words.join(' '),
    plain: plain.join(' '),
    anyOrder: plain.toSorted().join(' '),
  });
};

/**
 * Whether a name that was found by `anyOrder`, which knows no diacritics, is one that was asked for: in any order of its words,
 * with the diacritics that were asked for, or with any where none were.
 */
export const isNameMeant = (found: NameForms, asked: NameForms): boolean =>
  found.anyOrder === asked.anyOrder &&
  (asked.search === asked.plain || inOrder(found.search) === inOrder(asked.search));

const inOrder = (words: string): string => words.split(' ').toSorted().join(' ');

/** A word in lower case without diacritics. */
export const withoutMarks = (word: string): string =>
  word
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/gu, '')
    .replaceAll(/[đðøłħıŧæœßþ]/gu, (letter) => LETTERS[letter] ?? letter);
