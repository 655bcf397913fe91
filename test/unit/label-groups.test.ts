import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FIELD_GROUPS,
  GROUP_NAMES,
  type GroupName,
  type ParcelFields,
} from '../../packages/capabilities/parcel/src/domain/field-groups.ts';
import { decodeGroup, encodeGroups } from '../../packages/capabilities/parcel/src/domain/label/index.ts';
import { knownCoding } from '../../packages/capabilities/parcel/src/domain/label/payload-versions.ts';
import { TEXT_LIMITS } from '../../packages/capabilities/parcel/src/domain/limits.ts';
import { BARE_PARCEL, PARCEL, parcelFields } from './label-fields.ts';

/** Every payload version keeps these promises. */
const VERSIONS = [1, 2];

const encoded = (fields: ParcelFields, version: number): Readonly<Record<GroupName, Uint8Array>> => {
  const groups = encodeGroups(fields, version);
  if (groups === 'too-large') throw new Error('the test parcel is too large');
  return groups;
};

const lengths = (fields: ParcelFields, version: number): number[] =>
  Object.values(encoded(fields, version)).map((group) => group.length);

/** A plaintext of a group in version 1: these bytes, then zeros up to its shortest length. */
const padded = (name: GroupName, content: readonly number[]): Uint8Array => {
  const bytes = new Uint8Array(knownCoding(1).ladders[name][0] ?? 0);
  bytes.set(content);
  return bytes;
};

/** Whether all texts are NFC, which decoding leaves to the writer. */
const isComposed = (content: object | undefined): boolean =>
  Object.values(content ?? {}).every(
    (value) => typeof value !== 'string' || value.normalize('NFC') === value,
  );

const named = (recipientName: string): ParcelFields => ({
  ...PARCEL,
  delivery: { ...PARCEL.delivery, recipientName },
});

const noted = (length: number): ParcelFields => ({
  ...PARCEL,
  payment: { handlingNote: 'x'.repeat(length) },
});

/** The most bytes that so many code points can need. */
const worst = (length: number): string => '📦'.repeat(length);

const payment = (fields: ParcelFields['payment']): ParcelFields => ({ ...PARCEL, payment: fields });

const contact = (recipientPhone: string): ParcelFields => ({ ...PARCEL, contact: { recipientPhone } });

const delivery = (fields: Partial<ParcelFields['delivery']>): ParcelFields => ({
  ...PARCEL,
  delivery: { ...PARCEL.delivery, ...fields },
});

describe.each(VERSIONS)('coding groups, payload version %i,', (version) => {
  const coding = knownCoding(version);
  const decoded = (name: GroupName, bytes: Uint8Array): unknown => decodeGroup(name, bytes, version);

  it('gives every field of every parcel back', () => {
    fc.assert(
      fc.property(parcelFields, (fields) => {
        const groups = encodeGroups(fields, version);
        fc.pre(groups !== 'too-large');
        for (const name of GROUP_NAMES) expect(decoded(name, groups[name])).toEqual(fields[name]);
      }),
    );
  });

  it('gives one plaintext for one content: what decodes was written like that', () => {
    const mutation = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), byte: fc.nat(255) });
    fc.assert(
      fc.property(
        parcelFields,
        fc.constantFrom(...GROUP_NAMES),
        fc.array(mutation, { minLength: 1, maxLength: 3 }),
        (fields, name, mutations) => {
          const bytes = encoded({ ...BARE_PARCEL, [name]: fields[name] }, version)[name];
          for (const { at, byte } of mutations) bytes[Math.floor(at * Math.min(bytes.length - 1, 80))] = byte;
          const content = decodeGroup(name, bytes, version);
          fc.pre(content !== 'broken' && isComposed(content));
          expect(coding.encode(name, content)).toEqual(bytes);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('answers broken to any bytes of any length, and never throws', () => {
    fc.assert(
      fc.property(fc.constantFrom(...GROUP_NAMES), fc.uint8Array({ maxLength: 200 }), (name, bytes) => {
        const content = decoded(name, bytes);
        expect(content === 'broken' || coding.ladders[name].includes(bytes.length)).toBe(true);
      }),
    );
  });

  it('answers broken to every cut of a plaintext', () => {
    const groups = encoded(PARCEL, version);
    for (const name of GROUP_NAMES) {
      const bytes = groups[name];
      for (let end = 0; end < bytes.length; end += 1)
        expect(decoded(name, bytes.subarray(0, end))).toBe('broken');
    }
  });

  it('knows every group, and offers a rung no half byte can name to none', () => {
    expect(Object.keys(FIELD_GROUPS)).toEqual(GROUP_NAMES);
    for (const name of GROUP_NAMES) {
      const ladder = coding.ladders[name];
      expect(ladder.length).toBeLessThanOrEqual(16);
      expect(ladder.toSorted((a, b) => a - b)).toEqual(ladder);
    }
  });
});

it('a payload version that was never published is broken to a reader and a bug of a writer', () => {
  expect(decodeGroup('payment', encoded(PARCEL, 1).payment, 15)).toBe('broken');
  expect(() => encodeGroups(PARCEL, 15)).toThrow('no payload version');
});

describe.each(VERSIONS)('padding, payload version %i,', (version) => {
  it('hides COD, a short note, a second phone, the sender, weight and value', () => {
    expect(lengths(BARE_PARCEL, version)).toEqual(lengths(PARCEL, version));
  });

  it('hides the length of a name', () => {
    expect(lengths(named('Lê An'), version)).toEqual(lengths(named('Nguyễn Phúc Hồng Nhung'), version));
  });

  it('has room for every text that the API takes, in any script', () => {
    const { name, street, goods, note } = TEXT_LIMITS;
    const communeCode = '65535';
    const fields: ParcelFields = {
      delivery: { recipientName: worst(name), street: worst(street), communeCode },
      payment: { codAmountVnd: Number.MAX_SAFE_INTEGER, handlingNote: worst(note) },
      contact: { recipientPhone: '+999999999999999', senderPhone: '+999999999999999' },
      sender: { name: worst(name), street: worst(street), communeCode },
      contents: {
        description: worst(goods),
        weightGrams: Number.MAX_SAFE_INTEGER,
        declaredValueVnd: Number.MAX_SAFE_INTEGER,
      },
    };
    expect(encodeGroups(fields, version)).not.toBe('too-large');
  });

  it('hides every COD amount there can be', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (codAmountVnd) => {
        expect(lengths(payment({ codAmountVnd }), version)).toEqual(lengths(PARCEL, version));
      }),
    );
  });
});

const decodedOfOne = (name: GroupName, bytes: Uint8Array): unknown => decodeGroup(name, bytes, 1);

describe('payload version 1', () => {
  it('grows by the ladder and ends with it', () => {
    expect(encoded(noted(30), 1).payment).toHaveLength(32);
    expect(encoded(noted(31), 1).payment).toHaveLength(48);
    expect(encoded(noted(1_565), 1).payment).toHaveLength(1_568);
    expect(encodeGroups(noted(1_566), 1)).toBe('too-large');
    expect(encodeGroups(noted(100_000), 1)).toBe('too-large');
  });

  it.each<[string, GroupName, readonly number[]]>([
    ['an unknown presence flag', 'payment', [4]],
    ['an amount that is announced and cut', 'payment', [1, ...Array.from({ length: 31 }, () => 0xff)]],
    ['an amount in a longer form', 'payment', [1, 0x80, 0x00]],
    ['an amount above 2^53 - 1', 'payment', [1, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10]],
    ['a byte behind the content', 'payment', [0, 1]],
    ['a phone of one digit', 'contact', [0, 9]],
    ['a phone of sixteen digits', 'contact', [0, 0x80, 0x80, 0x9a, 0xa6, 0xea, 0xaf, 0xe3, 0x1]],
    ['an absent sender with content', 'sender', [0, 1]],
    ['an unknown flag of the sender', 'sender', [2]],
  ])('refuses %s', (_, name, content) => {
    expect(decodedOfOne(name, padded(name, content))).toBe('broken');
  });

  it('refuses a padding that is longer than need be', () => {
    expect(decodedOfOne('payment', new Uint8Array(32))).toEqual({});
    expect(decodedOfOne('payment', new Uint8Array(48))).toBe('broken');
  });

  it('refuses a padding that is not zero, wherever', () => {
    for (let at = 1; at < 32; at += 1) {
      const bytes = new Uint8Array(32);
      bytes[at] = 1;
      expect(decodedOfOne('payment', bytes)).toBe('broken');
    }
  });
});

describe.each(VERSIONS)('encoding by payload version %i refuses, as a bug of the caller,', (version) => {
  it.each<[string, ParcelFields]>([
    ['a text that is not NFC', delivery({ street: 'Nguye\u0302\u0303n' })],
    ['a text with unfolded space', delivery({ street: 'Lê  Lợi' })],
    ['a text with a control character', delivery({ street: 'Lê\u0007Lợi' })],
    ['a lone surrogate', delivery({ recipientName: '\ud83d' })],
    ['a commune code of four digits', delivery({ communeCode: '0367' })],
    ['a commune code beyond two bytes', delivery({ communeCode: '65536' })],
    ['a negative amount', payment({ codAmountVnd: -1 })],
    ['half a dong', payment({ codAmountVnd: 0.5 })],
    ['an amount that is no safe integer', payment({ codAmountVnd: 2 ** 53 })],
    ['a national phone number', contact('0912345678')],
    ['a phone of sixteen digits', contact('+1234567890123456')],
  ])('%s, and does not quote it', (_, fields) => {
    expect(() => encodeGroups(fields, version)).toThrow(
      /^(?:delivery|payment|contact)\.\w+ is missing or not in its canonical form$/,
    );
  });
});
