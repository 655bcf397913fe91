import {
  concatBytes,
  EVENT_ID,
  eventIds,
  fromHex,
  inForce,
  rfc3339,
  systemRandom,
  toBase64,
  toBase64Url,
  toHex,
  utf8,
  vietnamDay,
  type PolicyRecord,
} from '@temkin/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const at = (instant: string): number => Date.parse(instant);

describe('a day in Vietnam', () => {
  it.each([
    ['2026-06-30T16:59:59.999Z', '2026-06-30'],
    ['2026-06-30T17:00:00.000Z', '2026-07-01'],
    ['2026-12-31T17:00:00.000Z', '2027-01-01'],
    ['2028-02-28T17:00:00.000Z', '2028-02-29'],
    ['1970-01-01T00:00:00.000Z', '1970-01-01'],
  ])('begins at 17:00 UTC of the day before: %s', (instant, day) => {
    expect(vietnamDay(at(instant))).toBe(day);
  });
});

const record = (value: number, validFrom: string, validTo?: string): PolicyRecord<number> => ({
  id: 'retention-days',
  value,
  source: 'a law',
  validFrom,
  ...(validTo !== undefined && { validTo }),
});
const noon = (day: string): number => at(`${day}T05:00:00Z`);

describe('the policy record in force', () => {
  it('begins on its first day at midnight in Vietnam, and ends before its last named day', () => {
    const records = [record(1, '2025-01-01', '2026-07-01'), record(2, '2026-07-01')];
    expect(inForce(records, at('2026-06-30T16:59:59.999Z')).value).toBe(1);
    expect(inForce(records, at('2026-06-30T17:00:00.000Z')).value).toBe(2);
  });

  it('is the one that began last where several are, in whatever order they stand', () => {
    const records = [record(1, '2020-01-01'), record(2, '2025-06-01'), record(3, '2026-01-01', '2026-02-01')];
    for (const order of [records, records.toReversed()]) {
      expect(inForce(order, noon('2025-05-31')).value).toBe(1);
      expect(inForce(order, noon('2025-12-31')).value).toBe(2);
      expect(inForce(order, noon('2026-01-31')).value).toBe(3);
      expect(inForce(order, noon('2026-02-01')).value).toBe(2);
    }
  });

  it.each([
    ['before the first', '2024-12-31'],
    ['in a gap', '2025-02-01'],
    ['after the last', '2025-04-01'],
  ])('is not guessed where there is none: %s', (_, day) => {
    const records = [record(1, '2025-01-01', '2025-02-01'), record(2, '2025-03-01', '2025-04-01')];
    expect(() => inForce(records, noon(day))).toThrow(
      `no policy record of retention-days in force on ${day}`,
    );
  });

  it('is not guessed where there are no records at all', () => {
    expect(() => inForce([], noon('2025-01-01'))).toThrow('no policy record of this kind');
  });

  it('is decided upon alike by any two instants of one day', () => {
    const records = [record(1, '2000-01-01', '2026-07-01'), record(2, '2026-07-01')];
    const instant = fc.integer({ min: at('2026-06-25T00:00:00Z'), max: at('2026-07-05T00:00:00Z') });
    fc.assert(
      fc.property(instant, (one) => {
        expect(inForce(records, one).value).toBe(vietnamDay(one) < '2026-07-01' ? 1 : 2);
      }),
    );
  });
});

describe('bytes as text', () => {
  it('are as the platform writes them, and hexadecimal comes back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const platform = Buffer.from(bytes);
        expect(toHex(bytes)).toBe(platform.toString('hex'));
        expect(toBase64(bytes)).toBe(platform.toString('base64'));
        expect(toBase64Url(bytes)).toBe(platform.toString('base64url'));
        expect(fromHex(toHex(bytes))).toEqual(bytes);
      }),
    );
  });

  it('may be more than a function takes arguments', () => {
    const bytes = Buffer.alloc(300_000, 251);
    expect(toBase64(bytes) === bytes.toString('base64')).toBe(true);
    expect(bytes.equals(fromHex(toHex(bytes)) ?? new Uint8Array())).toBe(true);
  });

  it.each(['0', '0G', 'AB', ' 00', '00\n', '0x00', '٠٠'])('are no hexadecimal: %j', (text) => {
    expect(fromHex(text)).toBeUndefined();
  });

  it('are joined in order, and the parts stay as they were', () => {
    const parts = [Uint8Array.of(1, 2), new Uint8Array(), Uint8Array.of(3)];
    const joined = concatBytes(...parts);
    expect([...joined]).toEqual([1, 2, 3]);
    joined.fill(0);
    expect(parts.map((part) => [...part])).toEqual([[1, 2], [], [3]]);
  });

  it('are the UTF-8 of a text', () => {
    expect(toHex(utf8('Đỗ 😀'))).toBe('c490e1bb9720f09f9880');
  });
});

describe('an event id', () => {
  it('is a UUIDv7 that begins with its time', () => {
    const instant = at('2026-11-21T00:00:00.123Z');
    const id = eventIds({ now: () => instant }, systemRandom)();
    expect(id).toMatch(EVENT_ID);
    expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(instant);
  });

  it('sorts after every id of an earlier millisecond', () => {
    const instants = fc.tuple(fc.nat(2 ** 41), fc.integer({ min: 1, max: 2 ** 41 }));
    fc.assert(
      fc.property(instants, ([now, later]) => {
        const earlier = eventIds({ now: () => now }, systemRandom)();
        expect(earlier < eventIds({ now: () => now + later }, systemRandom)()).toBe(true);
      }),
    );
  });

  it('is another at every call within one millisecond', () => {
    const next = eventIds({ now: () => 1 }, systemRandom);
    expect(new Set(Array.from({ length: 1_000 }, next)).size).toBe(1_000);
  });

  it.each([
    '019AA3A0-0000-7000-8000-000000000000',
    '019aa3a0-0000-4000-8000-000000000000',
    '019aa3a0-0000-7000-c000-000000000000',
    '019aa3a0000070008000000000000000',
    '019aa3a0-0000-7000-8000-000000000000\n',
  ])('is none of this form: %j', (text) => {
    expect(text).not.toMatch(EVENT_ID);
  });
});

it('an instant leaves the system as RFC 3339 in UTC with milliseconds', () => {
  expect(rfc3339(0)).toBe('1970-01-01T00:00:00.000Z');
});
