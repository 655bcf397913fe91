import { inForce, vietnamDay, type PolicyRecord } from '@temkin/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  foreignReadQuota,
  labelKeyMonths,
  monthsAfter,
  openingsPerHour,
  retentionMonths,
  waybillUniquenessMonths,
} from '../../packages/capabilities/parcel/src/domain/index.ts';

const vietnam = (text: string): number => Date.parse(`${text}+07:00`);

describe('a term of months', () => {
  it.each([
    ['the same day of the month', '2026-03-15T08:00:00', 1, '2026-04-16T00:00:00'],
    ['the last day of a shorter month', '2026-01-31T12:00:00', 1, '2026-03-01T00:00:00'],
    ['the leap day in a leap year', '2027-11-30T12:00:00', 3, '2028-03-01T00:00:00'],
    ['the 28th in a common year', '2026-11-30T12:00:00', 3, '2027-03-01T00:00:00'],
    ['the 28th a year after a leap day', '2028-02-29T12:00:00', 12, '2029-03-01T00:00:00'],
    ['the leap day four years after a leap day', '2028-02-29T12:00:00', 48, '2032-03-01T00:00:00'],
    ['the 28th, and not the 29th, of a leap February', '2027-08-28T12:00:00', 6, '2028-02-29T00:00:00'],
    [
      'the last day of a longer month only if it began there',
      '2026-04-30T12:00:00',
      1,
      '2026-05-31T00:00:00',
    ],
    ['the same day of the next year', '2026-11-23T08:00:00', 13, '2027-12-24T00:00:00'],
    ['the last day of the year', '2026-06-30T12:00:00', 6, '2026-12-31T00:00:00'],
    ['New Year’s Eve', '2026-07-31T12:00:00', 5, '2027-01-01T00:00:00'],
    ['the Vietnamese day, just after its midnight', '2026-03-15T00:00:00.000', 1, '2026-04-16T00:00:00'],
    ['the Vietnamese day, just before its midnight', '2026-03-15T23:59:59.999', 1, '2026-04-16T00:00:00'],
  ])('ends when %s is over', (_what, from, months, end) => {
    expect(monthsAfter(vietnam(from), months)).toBe(vietnam(end));
  });

  it('takes the day of Vietnam where UTC has another', () => {
    expect(monthsAfter(Date.parse('2026-01-30T17:00:00Z'), 1)).toBe(vietnam('2026-03-01T00:00:00'));
    expect(monthsAfter(Date.parse('2026-01-30T16:59:59Z'), 1)).toBe(vietnam('2026-03-01T00:00:00'));
    expect(monthsAfter(Date.parse('2026-01-27T17:00:00Z'), 1)).toBe(vietnam('2026-03-01T00:00:00'));
    expect(monthsAfter(Date.parse('2026-01-27T16:59:59Z'), 1)).toBe(vietnam('2026-02-28T00:00:00'));
  });

  it('always ends at a midnight of Vietnam, later the later it began, and after 28 to 31 days a month', () => {
    const DAY = 86_400_000;
    const instant = fc.integer({ min: vietnam('2025-07-01T00:00:00'), max: vietnam('2099-01-01T00:00:00') });
    fc.assert(
      fc.property(
        instant,
        fc.integer({ min: 0, max: 10 * DAY }),
        fc.integer({ min: 1, max: 24 }),
        (at, by, months) => {
          const end = monthsAfter(at, months);
          expect((end - vietnam('2025-07-01T00:00:00')) % DAY).toBe(0);
          expect(monthsAfter(at + by, months)).toBeGreaterThanOrEqual(end);
          expect(end - at).toBeGreaterThan(28 * months * DAY);
          expect(end - at).toBeLessThanOrEqual((31 * months + 1) * DAY);
        },
      ),
    );
  });
});

const POLICIES = {
  foreignReadQuota,
  labelKeyMonths,
  waybillUniquenessMonths,
  'retentionMonths.domestic': retentionMonths.domestic,
  'retentionMonths.international': retentionMonths.international,
} as const;

describe('a policy record', () => {
  it('says where each of its numbers comes from, and from when', () => {
    for (const records of [...Object.values(POLICIES), ...Object.values(openingsPerHour)]) {
      expect(records.length).toBeGreaterThan(0);
      for (const { id, source, validFrom, value } of records) {
        expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
        expect(source).toMatch(/^(Post Law 49\/2010 Art \d+|Temkin default: .{20})/);
        expect(vietnamDay(vietnam(`${validFrom}T12:00:00`))).toBe(validFrom);
        expect(Number.isSafeInteger(value) && value > 0).toBe(true);
      }
    }
  });

  it('has an id of its own, by which an event names it', () => {
    const ids = [...Object.values(POLICIES), ...Object.values(openingsPerHour)].flatMap((records) =>
      records.map(({ id }) => id),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has the values that parcel.md gives', () => {
    const at = vietnam('2026-11-23T08:00:00');
    const values = Object.entries(POLICIES).map(([name, records]) => [name, inForce(records, at).value]);
    expect(Object.fromEntries(values)).toEqual({
      // The twentieth distinct parcel outside the own custody is one too many.
      foreignReadQuota: 19,
      labelKeyMonths: 6,
      waybillUniquenessMonths: 13,
      // Six months to complain, two more to handle it (three internationally), a month from issue to acceptance.
      'retentionMonths.domestic': 6 + 2 + 1,
      'retentionMonths.international': 6 + 3 + 1,
    });
  });

  it('keeps every term from losing what a longer one needs', () => {
    const at = vietnam('2026-11-23T08:00:00');
    const months = (records: readonly PolicyRecord<number>[]): number => inForce(records, at).value;
    expect(months(labelKeyMonths)).toBeLessThanOrEqual(months(retentionMonths.domestic));
    expect(months(retentionMonths.international)).toBeLessThan(months(waybillUniquenessMonths));
    expect(months(retentionMonths.domestic)).toBeGreaterThanOrEqual(3);
  });
});

describe('the record in force', () => {
  const records: readonly PolicyRecord<number>[] = [
    { id: 'n', value: 3, source: 's', validFrom: '2028-01-01' },
    { id: 'n', value: 1, source: 's', validFrom: '2026-01-01', validTo: '2027-01-01' },
    { id: 'n', value: 2, source: 's', validFrom: '2026-07-01', validTo: '2027-02-01' },
  ];

  it.each([
    ['2026-01-01T00:00:00', 1],
    ['2026-06-30T23:59:59', 1],
    ['2026-07-01T00:00:00', 2],
    ['2027-01-31T23:59:59', 2],
    ['2028-01-01T00:00:00', 3],
    ['2077-01-01T00:00:00', 3],
  ])('is the latest that has begun and not ended: at %s number %i', (at, value) => {
    expect(inForce(records, vietnam(at)).value).toBe(value);
  });

  it.each(['2025-12-31T23:59:59', '2027-02-01T00:00:00', '2027-12-31T23:59:59'])(
    'is a fault where there is none, as at %s',
    (at) => {
      expect(() => inForce(records, vietnam(at))).toThrow('no policy record of n in force');
    },
  );
});
