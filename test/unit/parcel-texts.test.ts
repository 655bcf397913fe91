import { checkSchema } from '@temkin/http';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newParcel as newParcelSchema } from '../../packages/capabilities/parcel/src/http/schemas.ts';
import { newParcel as body } from '../support/parcels.ts';

const base = body();
const { recipient, sender, goods } = base;

/** Where each text stands, and how many code points it may have (operate.md, "API conventions"). */
const PLACES = {
  'recipient name': {
    limit: 100,
    pointer: '/recipient/name',
    put: (text: string) => ({ ...base, recipient: { ...recipient, name: text } }),
    take: (parcel: Parsed) => parcel.recipient.name,
  },
  'recipient street': {
    limit: 200,
    pointer: '/recipient/address/street',
    put: (text: string) => ({
      ...base,
      recipient: { ...recipient, address: { ...recipient.address, street: text } },
    }),
    take: (parcel: Parsed) => parcel.recipient.address.street,
  },
  'sender name': {
    limit: 100,
    pointer: '/sender/name',
    put: (text: string) => ({ ...base, sender: { ...sender, name: text } }),
    take: (parcel: Parsed) => parcel.sender?.name,
  },
  'goods description': {
    limit: 300,
    pointer: '/goods/description',
    put: (text: string) => ({ ...base, goods: { ...goods, description: text } }),
    take: (parcel: Parsed) => parcel.goods.description,
  },
  'handling note': {
    limit: 200,
    pointer: '/handlingNote',
    put: (text: string) => ({ ...base, handlingNote: text }),
    take: (parcel: Parsed) => parcel.handlingNote,
  },
} as const;

const schema = newParcelSchema();

type Parsed = (typeof schema)['_output'];
type Place = keyof typeof PLACES;

/** The text as it is taken, or the faults that are found with it. */
const taken = (text: string, place: Place = 'recipient name') => {
  const { put, take } = PLACES[place];
  const checked = checkSchema(schema, put(text));
  return checked.fits ? take(checked.value) : checked.faults;
};

const fault = (detail: string, pointer: string = PLACES['recipient name'].pointer) => [{ pointer, detail }];

const NOT_CLEAN = 'Must be well-formed Unicode without control characters.';

describe.each(Object.keys(PLACES) as Place[])('the text of a %s', (place) => {
  const { limit, pointer } = PLACES[place];
  const tooLong = fault(`Must have at most ${limit} characters.`, pointer);

  it.each([
    ['an ASCII letter', 'a'],
    ['a letter with two marks', 'ệ'],
    ['an emoji of two code units', '📦'],
    ['a mark that composes with nothing', '\u0321'],
  ])(`is counted in code points: ${limit} times %s, and not once more`, (_what, character) => {
    expect(taken(character.repeat(limit), place)).toBe(character.repeat(limit));
    expect(taken(character.repeat(limit + 1), place)).toEqual(tooLong);
  });

  it('is counted as it is kept: composed, and without the blanks around it', () => {
    const decomposed = ` ${'ệ'.normalize('NFD').repeat(limit)}\u3000`;
    expect(taken(decomposed, place)).toBe('ệ'.repeat(limit));
  });
});

describe('a text', () => {
  it.each([
    ['NFD becomes NFC', 'Nguyễn Thị Hạnh'.normalize('NFD'), 'Nguyễn Thị Hạnh'],
    ['marks in another order become NFC', 'e\u0302\u0323', 'ệ'],
    ['old and new tone placement stay apart', 'hòa hoà', 'hòa hoà'],
    ['compatibility forms stay as they are', 'ﬁ Ⅳ ½ ①', 'ﬁ Ⅳ ½ ①'],
    ['emoji sequences stay whole', '👩‍👩‍👧 🇻🇳', '👩‍👩‍👧 🇻🇳'],
    ['runs of blanks become one', 'Số 8,   Phố  Đội Cấn', 'Số 8, Phố Đội Cấn'],
    ['no-break and ideographic spaces become blanks', 'a\u00A0b\u3000\u2009c', 'a b c'],
    ['line and paragraph separators become blanks', 'a\u2028b\u2029c', 'a b c'],
    ['blanks at the ends are dropped', '\uFEFF  a  \u00A0', 'a'],
  ])('is normalised and nothing else: %s', (_what, sent, kept) => {
    expect(taken(sent)).toBe(kept);
  });

  it.each([
    ['a null', 'a\u0000b'],
    ['a tab', 'a\tb'],
    ['a line feed', 'a\nb'],
    ['a carriage return at the end', 'a\r'],
    ['an escape', '\u001B[31m'],
    ['a delete', 'a\u007F'],
    ['a C1 control character', 'a\u0085b'],
    ['a lone high surrogate', 'a\uD83D'],
    ['a lone low surrogate', '\uDCE6a'],
    ['surrogates in the wrong order', '\uDCE6\uD83D'],
  ])('is refused with %s', (_what, text) => {
    expect(taken(text)).toEqual(fault(NOT_CLEAN));
  });

  it.each([
    ['nothing', ''],
    ['a blank', ' '],
    ['blanks of all kinds', '\u00A0\u3000\u2003'],
  ])('is refused where it says nothing: %s', (_what, text) => {
    expect(taken(text)).toEqual(fault('Must not be empty.'));
  });

  it('is normal once and for all: what was kept would be kept the same again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 100 }), (text) => {
        const kept = taken(text);
        if (typeof kept !== 'string') return;
        expect(kept).toBe(kept.normalize('NFC'));
        expect(taken(kept)).toBe(kept);
      }),
      { numRuns: 100 },
    );
  });
});
