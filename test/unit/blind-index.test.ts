import {
  expectedGroup,
  indexHash,
  INDEX_NAMES,
  HOLDER_KINDS,
  INDEXES,
  isMeant,
  NUMBER_USES,
  soughtBy,
  storedHolder,
  storedSubscription,
  termsOf,
  truncatedBits,
} from '@temkin/subscriber/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeRecord } from '../support/subscriber-records.ts';

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
      const { forms, length } = INDEXES[index];
      const weak = forms.some((form) => form === 'name' || form.endsWith('Last4'));
      expect([index, length, forms.length > 1]).toEqual([index, weak ? 'truncated' : 'full', weak]);
    }
  });

  it('is nothing where a field lacks or has no such form', () => {
    const kind = 'citizen';
    const { texts } = storedHolder({ kind, name: 'Lê An', birthDate: '03/02/1990' });
    const person = { kind, fields: texts } as const;
    const subscription = { use: 'person', fields: { msisdn: '0912 345 678' } } as const;
    expect(termsOf('nameBirthDate', person)).toEqual([['an le', '1990-02-03']]);
    expect(termsOf('nameBirthYearCommune', person)).toEqual([]);
    expect(termsOf('msisdn', person, subscription)).toEqual([['+84912345678']]);
    expect(termsOf('lastFourBirthDate', person, subscription)).toEqual([['5678', '1990-02-03']]);
    expect(termsOf('lastFourIdentityNumber', person, subscription)).toEqual([]);
    expect(termsOf('nameBirthDate', { kind, fields: { ...texts, name: ' ' } })).toEqual([]);
    expect(soughtBy('nameBirthDate', { name: 'An' })).toBeUndefined();
    for (const msisdnLast4 of ['567', '56789', '567a'])
      expect(soughtBy('lastFourBirthDate', { msisdnLast4, birthDate: '1990' })).toBeUndefined();
  });

  it('is the same for who is kept and for who is asked for', () => {
    for (const kind of HOLDER_KINDS)
      for (const use of NUMBER_USES) {
        const { holder, subscription } = completeRecord({ kind, use });
        const person = { kind, fields: storedHolder(holder).texts };
        const number = { use, fields: storedSubscription(subscription).texts };
        for (const index of INDEX_NAMES) {
          const terms = termsOf(index, person, number);
          if (terms.length === 0) continue;
          const sought = soughtBy(index, { ...holder, msisdn: subscription.msisdn ?? '', use });
          expect([kind, index, sought?.terms]).toEqual([kind, index, terms]);
          expect(sought && isMeant(sought, person, number)).toBe(true);
        }
      }
  });

  it('is of several communes each', () => {
    const address = { printed: '12/3 Quang Trung, P.13, Q. Gò Vấp, TP. HCM' };
    const { texts } = storedHolder({ kind: 'citizen', name: 'Lê An', birthDate: '1990', address });
    const terms = termsOf('nameBirthYearCommune', { kind: 'citizen', fields: texts });
    expect(terms.length).toBeGreaterThan(1);
    expect(new Set(terms.map(([, , commune]) => commune)).size).toBe(terms.length);
    expect(terms.every(([name, year]) => name === 'an le' && year === '1990')).toBe(true);
  });

  it('is of an organisation its name and commune, and no last digits', () => {
    const { holder, subscription } = completeRecord({ kind: 'organisation' });
    const person = { kind: 'organisation', fields: storedHolder(holder).texts } as const;
    const number = { use: 'person', fields: storedSubscription(subscription).texts } as const;
    expect(termsOf('nameBirthYearCommune', person)).toEqual([['622 cong tnhh ty', '', '00004']]);
    expect(termsOf('nameBirthDate', person)).toEqual([]);
    expect(termsOf('lastFourIdentityNumber', person, number)).toEqual([]);
  });
});
