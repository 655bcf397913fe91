import {
  daysAfter,
  daysBetween,
  laterDay,
  monthsAfter,
  vietnamDay,
  vietnamTime,
  workingDaysAfter,
} from '@temkin/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

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

describe('a term of days', () => {
  it.each([
    ['2026-11-22T00:00:00', 0, '2026-11-23T00:00:00'],
    ['2026-11-22T23:59:59.999', 15, '2026-12-08T00:00:00'],
    ['2026-12-31T08:00:00', 1, '2027-01-02T00:00:00'],
    ['2028-02-28T08:00:00', 1, '2028-03-01T00:00:00'],
  ])('that begins at %s ends %i days later, when the last is over', (from, days, end) => {
    expect(daysAfter(vietnam(from), days)).toBe(vietnam(end));
  });

  it('counts days as it adds them', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: vietnam('2020-01-01T00:00:00'), max: vietnam('2099-01-01T00:00:00') }),
        fc.integer({ min: -4_000, max: 4_000 }),
        fc.integer({ min: 0, max: 23 }),
        (at, days, hour) => {
          const day = vietnamDay(at);
          const other = laterDay(day, days);
          expect(daysBetween(day, other)).toBe(days);
          expect(vietnamDay(vietnamTime(other, hour))).toBe(other);
        },
      ),
    );
  });
});

describe('a term of working days', () => {
  it.each([
    ['Monday', '2026-11-23T10:00:00', 2, '2026-11-26T00:00:00'],
    ['Thursday', '2026-11-26T23:59:59', 2, '2026-12-01T00:00:00'],
    ['Friday', '2026-11-27T10:00:00', 2, '2026-12-02T00:00:00'],
    ['Saturday', '2026-11-28T10:00:00', 2, '2026-12-02T00:00:00'],
    ['Sunday', '2026-11-29T10:00:00', 1, '2026-12-01T00:00:00'],
  ])('that begins on a %s leaves Saturday and Sunday out: %s', (_day, from, count, end) => {
    expect(workingDaysAfter(vietnam(from), count)).toBe(vietnam(end));
  });
});
