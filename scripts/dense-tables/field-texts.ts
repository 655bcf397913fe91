import { normalizeText } from '../../packages/capabilities/parcel/src/domain/label/clean-text.ts';
import type { TextField } from '../../packages/capabilities/parcel/src/domain/label/dense/dense-tables.ts';
import { pick, whole, type Chance } from './chance.ts';
import { goodsText, noteText } from './goods-texts.ts';
import type { Phrases } from './inputs.ts';
import { nameText } from './name-texts.ts';
import { streetText } from './street-texts.ts';

const MAKERS: Readonly<Record<TextField, (chance: Chance, from: Phrases) => string>> = {
  name: nameText,
  street: streetText,
  note: noteText,
  goods: goodsText,
};

/** Characters that are not of this country's writing, as they come in rows. */
const FOREIGN = [
  '❤️',
  '🎁',
  '✅',
  '💯',
  '👶',
  '小心轻放',
  '易碎品',
  '中国',
  '김민수',
  '日本',
  'ありがとう',
  '–',
  '…',
  '®',
  '°',
  '·',
];

const withForeign = (chance: Chance, text: string): string => {
  const foreign = Array.from({ length: whole(chance, 1, 3) }, () => pick(chance, FOREIGN)).join('');
  return chance() < 0.5 ? `${text} ${foreign}` : `${foreign} ${text}`;
};

/** One letter left out, doubled, or changed with the next. */
const mistyped = (chance: Chance, text: string): string => {
  const letters = Array.from(text);
  const at = whole(chance, 0, letters.length - 1);
  const kind = chance();
  if (kind < 0.4) letters.splice(at, 1);
  else if (kind < 0.7) letters.splice(at, 0, letters[at] ?? '');
  else letters.splice(at, 2, letters[at + 1] ?? '', letters[at] ?? '');
  return letters.join('');
};

/** A text of a field as it should be written, some with characters of other writings. */
export const cleanText = (field: TextField, chance: Chance, from: Phrases): string => {
  const text = MAKERS[field](chance, from);
  return normalizeText(chance() < 0.005 ? withForeign(chance, text) : text);
};

/** A text as it is written: some in small letters, in capitals, without diacritics, in the newer spelling or mistyped. */
export const typedText = (field: TextField, chance: Chance, from: Phrases): string => {
  const text = cleanText(field, chance, from);
  const kind = chance();
  if (kind < 0.05) return text.toLowerCase();
  if (kind < 0.1) return text.toUpperCase();
  if (kind < 0.15) {
    const plain = text.normalize('NFD').replaceAll(/[\u0300-\u036f]/g, '');
    return plain.replaceAll('đ', 'd').replaceAll('Đ', 'D');
  }
  return kind < 0.3 ? inNewSpelling(text) : kind < 0.32 ? normalizeText(mistyped(chance, text)) : text;
};

const TONES = '\u0300\u0309\u0303\u0301\u0323';

/** `hòa` as `hoà`, `thủy` as `thuỷ`. */
const inNewSpelling = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(new RegExp(`(?<!q)(o)([${TONES}])([ae])(?![a-z\u0300-\u036f])`, 'gi'), '$1$3$2')
    .replaceAll(new RegExp(`(?<!q)(u)([${TONES}])(y)(?![a-z\u0300-\u036f])`, 'gi'), '$1$3$2')
    .normalize('NFC');
