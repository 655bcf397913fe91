import { utf8 } from '@temkin/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ParcelFields } from '../../packages/capabilities/parcel/src/domain/field-groups.ts';
import { pageByte } from '../../packages/capabilities/parcel/src/domain/label/code-page.ts';
import { readText, writeText } from '../../packages/capabilities/parcel/src/domain/label/dense/code-text.ts';
import { denseCoding } from '../../packages/capabilities/parcel/src/domain/label/dense/dense-coding.ts';
import { denseModel } from '../../packages/capabilities/parcel/src/domain/label/dense/dense-model.ts';
import { TEXT_FIELDS } from '../../packages/capabilities/parcel/src/domain/label/dense/dense-tables.ts';
import {
  rangeDecoder,
  rangeEncoder,
} from '../../packages/capabilities/parcel/src/domain/label/dense/range-coder.ts';
import { TABLES } from '../../packages/capabilities/parcel/src/domain/label/dense/tables.ts';
import { unpackTables } from '../../packages/capabilities/parcel/src/domain/label/dense/unpack-tables.ts';
import {
  CURRENT_PAYLOAD_VERSION,
  encodeGroups,
  LABEL_KINDS,
  normalizeText,
  type LabelKind,
} from '../../packages/capabilities/parcel/src/domain/label/index.ts';
import { tokenText } from '../../packages/capabilities/parcel/src/domain/label/label-token.ts';
import { unseenParcels } from '../support/unseen-parcels.ts';
import { cleanText } from './label-fields.ts';

const model = denseModel(unpackTables(TABLES));
const fields = fc.nat(TEXT_FIELDS.length - 1);

const written = (field: number, text: string): Uint8Array => {
  const coder = rangeEncoder();
  writeText(coder, model, field, text);
  return coder.finish();
};

const readBack = (field: number, bytes: Uint8Array): string | undefined =>
  readText(rangeDecoder(bytes), model, field);

/** Bytes of a text where every character of the page takes one and any other what it takes in UTF-8. */
const plainLength = (text: string): number =>
  Array.from(text).reduce(
    (sum, character) => sum + (pageByte(character.codePointAt(0) ?? 0) > 0 ? 1 : utf8(character).length),
    0,
  );

/** Text that no model foresees. */
const noise = fc
  .oneof(
    fc.string({ unit: fc.constantFrom(...Array.from('ẴỵẪ{q}7Zx~^ửJ%w`Đ@|ọ0')), maxLength: 300 }),
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({ unit: 'grapheme', maxLength: 300 }),
  )
  .map((text) => normalizeText(text.replaceAll(/\p{Cc}/gu, '')));

describe('the dense coding of texts', () => {
  it('gives every normalised text back', () => {
    fc.assert(
      fc.property(fields, fc.oneof(cleanText, noise), (field, text) => {
        expect(readBack(field, written(field, text))).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it('takes at most two bytes more than one for each character of the page and UTF-8 for any other', () => {
    fc.assert(
      fc.property(fields, fc.oneof(cleanText, noise), (field, text) => {
        expect(written(field, text).length).toBeLessThanOrEqual(plainLength(text) + 3);
      }),
      { numRuns: 500 },
    );
  });

  it('gives the same bytes whatever comes after, zeros included', () => {
    const bytes = written(1, 'Số 12, ngõ 45 đường Nguyễn Trãi');
    expect(readBack(1, Uint8Array.of(...bytes, 0, 0, 0, 0, 0, 0))).toBe('Số 12, ngõ 45 đường Nguyễn Trãi');
  });

  it.each([
    ['hòa', 'hoà'],
    ['thúy', 'thuý'],
    ['Nguyễn', 'Nguyên'],
    ['Nguyen', 'Nguyễn'],
    ['ĐƯỜNG', 'đường'],
    ['H’Hen', "H'Hen"],
    ['k1', 'k 1'],
    ['01', '1'],
  ])('keeps %s and %s apart', (one, other) => {
    expect(readBack(0, written(0, one))).toBe(one);
    expect(readBack(0, written(0, other))).toBe(other);
    expect(written(0, one)).not.toEqual(written(0, other));
  });

  it('ends whatever bytes it is given', () => {
    fc.assert(
      fc.property(fields, fc.uint8Array({ maxLength: 64 }), (field, bytes) => {
        expect(readBack(field, bytes)?.length ?? 0).toBeLessThanOrEqual(3_000);
      }),
    );
  });
});

const contents = (description: string): ParcelFields['contents'] => ({ description });

describe('a text longer than the API takes of any field', () => {
  it('is written up to a thousand code points and then too large, however well it would pack', () => {
    expect(denseCoding.encode('contents', contents('a'.repeat(1_000)))).not.toBe('too-large');
    expect(denseCoding.encode('contents', contents('a'.repeat(1_001)))).toBe('too-large');
  });

  it('is too large where it does not pack', () => {
    expect(denseCoding.encode('contents', contents('📦'.repeat(500)))).toBe('too-large');
  });
});

/** Alphanumeric characters at level M by QR version, from 1 on (ISO/IEC 18004 table 7). */
const CAPACITIES = [
  20, 38, 61, 90, 122, 154, 178, 221, 262, 311, 366, 419, 483, 528, 600, 656, 734, 816, 909, 970,
];

/** QR versions of labels of unseen parcels, ascending; header, rungs and tags counted, no key needed. */
const versionsOf = (kind: LabelKind): readonly number[] => {
  const { groups } = LABEL_KINDS[kind];
  const versions = unseenParcels(2_000, 3).map((parcel) => {
    const encoded = encodeGroups(parcel, CURRENT_PAYLOAD_VERSION);
    if (encoded === 'too-large') throw new Error('a parcel of the population is too large');
    const overhead = 9 + groups.length / 2 + 16 * groups.length;
    const length = groups.reduce((sum, group) => sum + encoded[group].length, Math.floor(overhead));
    return 1 + CAPACITIES.findIndex((most) => tokenText(new Uint8Array(length)).length <= most);
  });
  return versions.toSorted((a, b) => a - b);
};

describe('labels of unseen parcels at level M, padding included,', () => {
  it.each([
    ['sealed', 5, 6],
    ['sealed-all', 10, 11],
  ] as const)(
    '%s, are of QR version %i in the median and %i at the 95th percentile, or below',
    (kind, median, p95) => {
      const versions = versionsOf(kind);
      expect(versions[1_000]).toBeLessThanOrEqual(median);
      expect(versions[1_900]).toBeLessThanOrEqual(p95);
    },
  );
});
