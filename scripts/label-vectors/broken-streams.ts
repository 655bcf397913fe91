import { toHex } from '../../packages/foundation/kernel/src/index.ts';
import type { GroupName } from '../../packages/capabilities/parcel/src/domain/field-groups.ts';
import {
  codeCharacters,
  codeCodePoint,
} from '../../packages/capabilities/parcel/src/domain/label/dense/code-characters.ts';
import { writeText } from '../../packages/capabilities/parcel/src/domain/label/dense/code-text.ts';
import {
  codeToken,
  likeliestToken,
} from '../../packages/capabilities/parcel/src/domain/label/dense/code-token.ts';
import {
  codeSpelledWord,
  codeSyllable,
} from '../../packages/capabilities/parcel/src/domain/label/dense/code-unlisted-word.ts';
import { denseCoding } from '../../packages/capabilities/parcel/src/domain/label/dense/dense-coding.ts';
import {
  codeSmall,
  denseModel,
} from '../../packages/capabilities/parcel/src/domain/label/dense/dense-model.ts';
import {
  OTHER_TOKEN,
  SPELLED_TOKEN,
  SYLLABLE_TOKEN,
  TEXT_FIELDS,
} from '../../packages/capabilities/parcel/src/domain/label/dense/dense-tables.ts';
import { distributionOf } from '../../packages/capabilities/parcel/src/domain/label/dense/distribution.ts';
import {
  rangeEncoder,
  type RangeEncoder,
} from '../../packages/capabilities/parcel/src/domain/label/dense/range-coder.ts';
import { TABLES } from '../../packages/capabilities/parcel/src/domain/label/dense/tables.ts';
import { unpackTables } from '../../packages/capabilities/parcel/src/domain/label/dense/unpack-tables.ts';
import { paddedLength } from '../../packages/capabilities/parcel/src/domain/label/payload-coding.ts';

const model = denseModel(unpackTables(TABLES));
const { small } = model;
const [NAME, STREET, NOTE] = ['name', 'street', 'note'].map((field) => TEXT_FIELDS.indexOf(field as 'name'));
const MODES = distributionOf([255, 1]);

/** What a stream of symbols is, padded. */
const plaintextOf = (group: GroupName, write: (coder: RangeEncoder) => void): string => {
  const coder = rangeEncoder();
  write(coder);
  const content = coder.finish();
  const padded = new Uint8Array(paddedLength(denseCoding.ladders[group], content.length) ?? 0);
  padded.set(content);
  return toHex(padded);
};

const brokenStream = (name: string, group: GroupName, write: (coder: RangeEncoder) => void) => ({
  name: `version 2, ${name}`,
  payloadVersion: 2,
  group,
  plaintext: plaintextOf(group, write),
});

const brokenBytes = (name: string, group: GroupName, plaintext: string) => ({
  name: `version 2, ${name}`,
  payloadVersion: 2,
  group,
  plaintext,
});

/** A note and nothing else, of one token: how the token is written is for the caller. */
const oneTokenNote =
  (token: number, write: (coder: RangeEncoder) => void, isWord: boolean) =>
  (coder: RangeEncoder): void => {
    codeSmall(coder, small.present, 0, 0);
    codeSmall(coder, small.present, 1, 1);
    coder.symbol(MODES, 0);
    codeSmall(coder, small.end, ((NOTE ?? 0) * 10 + 0) * 4 + 3, 0);
    codeToken(coder, model, NOTE ?? 0, -1, token);
    write(coder);
    if (isWord) codeSmall(coder, small.letterCase, (NOTE ?? 0) * 15, 0);
    codeSmall(coder, small.end, ((NOTE ?? 0) * 10 + 1) * 4 + (isWord ? 0 : 3), 1);
  };

const codePointNote = (codePoint: number) =>
  oneTokenNote(
    OTHER_TOKEN,
    (coder) => {
      const [ranges] = small.codePoint;
      if (ranges !== undefined) codeCodePoint(coder, ranges, codePoint);
    },
    false,
  );

/** Of the words that are `duong` without diacritics, not the one that is taken. */
const unlikely = model
  .plainForms('duong')
  .find((token) => token !== likeliestToken(model, NOTE ?? 0, -1, model.plainForms('duong')));
if (unlikely === undefined) throw new Error('there is only one word that is `duong` without diacritics');

/** An amount by its parts: zeros at the end, bits of what is before them, those bits. */
const amount =
  (zeros: number, bits: number, ...chunks: readonly (readonly [number, number])[]) =>
  (coder: RangeEncoder): void => {
    codeSmall(coder, small.present, 0, 1);
    codeSmall(coder, small.zeros, 0, zeros);
    codeSmall(coder, small.magnitude, zeros > 2 ? 1 : 0, bits);
    for (const [size, value] of chunks) coder.uniform(size, value);
    codeSmall(coder, small.present, 1, 0);
  };

const genuine = plaintextOf('payment', (coder) => {
  amount(3, 7, [64, 35])(coder);
});

/** Plaintexts of payload version 2 that no writer makes. */
export const BROKEN_STREAMS = [
  brokenBytes('empty', 'payment', ''),
  brokenBytes('a length off the ladder', 'payment', '00'.repeat(13)),
  brokenBytes('a longer padding than need be', 'payment', genuine + '00'.repeat(22)),
  brokenBytes('a padding that is not zero', 'payment', `${genuine.slice(0, -2)}01`),
  brokenBytes('zeros alone', 'contents', '00'.repeat(41)),
  brokenBytes('ones alone', 'contents', 'ff'.repeat(41)),
  brokenBytes('ones alone, five', 'payment', 'ff'.repeat(12)),
  brokenStream('a regular commune written like any other', 'delivery', (coder) => {
    codeSmall(coder, small.commune, 0, 1);
    coder.uniform(0x1_00_00, 367);
    writeText(coder, model, NAME ?? 0, 'An');
    writeText(coder, model, STREET ?? 0, '8 Lê Lợi');
  }),
  brokenStream('a mobile number written like any other', 'contact', (coder) => {
    codeSmall(coder, small.phone, 0, 2);
    coder.uniform(14, 9);
    for (const [size, value] of [
      [10_000, 8491],
      [10_000, 2345],
      [1_000, 678],
    ] as const) {
      coder.uniform(size, value);
    }
    codeSmall(coder, small.present, 2, 0);
  }),
  brokenStream('a phone that begins with zero', 'contact', (coder) => {
    codeSmall(coder, small.phone, 0, 2);
    coder.uniform(14, 2);
    coder.uniform(10_000, 123);
    codeSmall(coder, small.present, 2, 0);
  }),
  brokenStream('an amount with a zero that was not counted', 'payment', amount(2, 4, [8, 2])),
  brokenStream(
    'an amount above 2^53 - 1',
    'payment',
    amount(15, 53, [4096, 4095], [4096, 4095], [4096, 4095], [4096, 4095], [16, 15]),
  ),
  brokenStream('zero with zeros behind it', 'payment', amount(1, 0)),
  brokenStream('a text character by character that is shorter token by token', 'payment', (coder) => {
    codeSmall(coder, small.present, 0, 0);
    codeSmall(coder, small.present, 1, 1);
    coder.symbol(MODES, 1);
    codeCharacters(coder, 'gọi trước khi giao');
  }),
  brokenStream('a text character by character with two spaces', 'payment', (coder) => {
    codeSmall(coder, small.present, 0, 0);
    codeSmall(coder, small.present, 1, 1);
    coder.symbol(MODES, 1);
    codeCharacters(coder, 'Ỵ~  {%ẴJ^');
  }),
  brokenStream(
    'a listed word letter by letter',
    'payment',
    oneTokenNote(SPELLED_TOKEN, (coder) => codeSpelledWord(coder, model, 'giao'), true),
  ),
  brokenStream(
    'a listed word as a syllable',
    'payment',
    oneTokenNote(SYLLABLE_TOKEN, (coder) => codeSyllable(coder, model, 'giao'), true),
  ),
  brokenStream(
    'a word of no letters',
    'payment',
    oneTokenNote(SPELLED_TOKEN, (coder) => codeSpelledWord(coder, model, ''), true),
  ),
  brokenStream('a letter as a code point', 'payment', codePointNote(0x61)),
  brokenStream('a control character', 'payment', codePointNote(0x85)),
  brokenStream('a no-break space', 'payment', codePointNote(0xa0)),
  brokenStream('a surrogate', 'payment', codePointNote(0xd8_3d)),
  brokenStream('a space alone', 'payment', codePointNote(0x20)),
  brokenStream(
    'a word without diacritics by a less likely one with them',
    'payment',
    oneTokenNote(unlikely, (coder) => codeSmall(coder, small.plain, 0, 1), true),
  ),
];
