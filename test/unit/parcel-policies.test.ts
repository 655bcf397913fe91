import { inForce, vietnamDay, type PolicyRecord } from '@temkin/kernel';
import { describe, expect, it } from 'vitest';
import {
  foreignReadQuota,
  labelKeyMonths,
  openingsPerHour,
  retentionMonths,
  waybillUniquenessMonths,
} from '../../packages/capabilities/parcel/src/domain/index.ts';

const vietnam = (text: string): number => Date.parse(`${text}+07:00`);

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
