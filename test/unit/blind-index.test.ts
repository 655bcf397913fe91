import {
  expectedGroup,
  indexHash,
  INDEX_NAMES,
  INDEXES,
  NORMAL_FORMS,
  termsOf,
  termsSought,
  truncatedBits,
} from '@temkin/subscriber/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const KEY = new Uint8Array(32).fill(7);
const OTHER_KEY = new Uint8Array(32).fill(8);

describe('the bits of a truncated index', () => {
  it('let each value have at least k holders, and fewer than twice as many', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 30_000_000 }), (k, more) => {
        const holders = k + more;
        const group = expectedGroup(holders, truncatedBits(holders, k));
        expect(group).toBeGreaterThanOrEqual(k);
        expect(group).toBeLessThan(2 * k);
      }),
    );
  });

  it('are none where there are fewer holders than that', () => {
    for (const holders of [0, 1, 4]) expect(truncatedBits(holders, 5)).toBe(0);
    expect(truncatedBits(9, 5)).toBe(0);
    expect(truncatedBits(10, 5)).toBe(1);
    expect(truncatedBits(100_000_000, 5)).toBe(24);
  });

  it('share out ten thousand people so that nearly nobody is alone', () => {
    const bits = truncatedBits(10_000, 5);
    const groups = new Map<string, number>();
    for (let n = 0; n < 10_000; n++) {
      const hash = indexHash(KEY, 'nameBirthDate', [`person ${n}`, '1990-01-01'], bits);
      groups.set(hash, (groups.get(hash) ?? 0) + 1);
    }
    const sizes = [...groups.values()];
    expect(10_000 / sizes.length).toBeGreaterThanOrEqual(5);
    const alone = sizes.filter((size) => size === 1).length;
    // Poisson of mean 9.8: one in 1,800 of the people.
    expect(alone).toBeLessThan(20);
  });
});

describe('a hash of an index', () => {
  const terms = fc.array(fc.string(), { minLength: 1, maxLength: 3 });

  it('is the same for the same terms alone, under the same key and of the same index', () => {
    fc.assert(
      fc.property(terms, terms, (one, other) => {
        const hash = indexHash(KEY, 'identityNumber', one, undefined);
        expect(hash).toMatch(/^[0-9a-f]{64}$/);
        expect(indexHash(KEY, 'identityNumber', other, undefined) === hash).toBe(
          JSON.stringify(one) === JSON.stringify(other),
        );
        expect(indexHash(OTHER_KEY, 'identityNumber', one, undefined)).not.toBe(hash);
        expect(indexHash(KEY, 'msisdn', one, undefined)).not.toBe(hash);
      }),
    );
  });

  it('has as many bits as it is truncated to', () => {
    fc.assert(
      fc.property(terms, fc.integer({ min: 0, max: 31 }), (one, bits) => {
        const hash = indexHash(KEY, 'nameBirthDate', one, bits);
        expect(hash).toHaveLength(Math.max(1, Math.ceil(bits / 4)));
        expect(Number.parseInt(hash, 16)).toBeLessThan(2 ** bits);
      }),
    );
    const found = new Set(
      Array.from({ length: 2_000 }, (_, n) => indexHash(KEY, 'nameBirthDate', [String(n)], 6)),
    );
    expect(found.size).toBe(64);
  });
});

describe('what people are found by', () => {
  it('is a unique number of full length, or truncated: a name never by itself, last digits never by themselves', () => {
    for (const index of INDEX_NAMES) {
      const { fields, length } = INDEXES[index];
      const weak = fields.some(({ field, form }) => field === 'name' || form === 'last-four');
      expect([index, length, fields.length > 1]).toEqual([index, weak ? 'truncated' : 'full', weak]);
    }
  });

  it.each([
    ['Nguyễn Văn Đức', 'NGUYEN VAN  DUC'],
    ['Nguyễn Văn Đức', 'nguyễn văn đức'.normalize('NFD')],
    ['Hoà', 'Hòa'],
  ])('is the same name: %s and %s', (one, other) => {
    expect(NORMAL_FORMS.name(one)).toEqual(NORMAL_FORMS.name(other));
  });

  it('is nothing where a field lacks or has no such form', () => {
    const kind = 'citizen';
    const person = { kind, fields: { name: 'An', birthDate: '1990-02-03', identityNumber: '1' } } as const;
    const subscription = { fields: { msisdn: '+84912345678' } };
    expect(termsOf('nameBirthDate', person)).toEqual([['an', '1990-02-03']]);
    expect(termsOf('nameBirthYearCommune', person)).toEqual([]);
    expect(termsOf('lastFourBirthDate', person, subscription)).toEqual([['5678', '1990-02-03']]);
    expect(termsOf('lastFourIdentityNumber', person, subscription)).toEqual([]);
    expect(termsOf('nameBirthDate', { kind, fields: { ...person.fields, name: ' ' } })).toEqual([]);
    expect(termsSought('lastFourBirthDate', { msisdn: '5678', birthDate: '1990-02-03' })).toEqual([
      ['5678', '1990-02-03'],
    ]);
    expect(termsSought('nameBirthDate', { name: 'An' })).toEqual([]);
  });

  it('is no last digits of an organisation', () => {
    const fields = { identityNumber: '0100109106', birthDate: '1990-02-03' };
    const subscription = { fields: { msisdn: '+84912345678' } };
    expect(termsOf('lastFourIdentityNumber', { kind: 'organisation', fields }, subscription)).toEqual([]);
  });
});
