import { cryptoReady } from '@temkin/crypto';
import { sourceNetwork } from '@temkin/http';
import {
  decimalCode,
  eventIds,
  firstEventIdAt,
  inSteps,
  monthsAfter,
  systemRandom,
  timeWindow,
} from '@temkin/kernel';
import { dueDates, historyReads, indexMonths, retentionMonths } from '@temkin/parcel/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantWait } from '../support/instant-wait.ts';

await cryptoReady;

const at = (text: string): number => Date.parse(`${text}+07:00`);
const instant = fc.integer({ min: Date.parse('2025-07-01'), max: Date.parse('2035-01-01') });

describe('the months of the index', () => {
  it('reach back to the issue of every parcel that is still retained', () => {
    const services = fc.constantFrom('domestic' as const, 'international' as const);
    fc.assert(
      fc.property(
        instant,
        services,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (issuedAt, service, part) => {
          const until = monthsAfter(issuedAt, retentionMonths[service].at(-1)?.value ?? 0);
          const now = issuedAt + Math.floor((until - 1 - issuedAt) * part);
          expect(indexMonths(now)).toContain(new Date(issuedAt).toISOString().slice(0, 7));
        },
      ),
    );
  });
});

describe('the network of an address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2345:6:7:8:9', '20010db8000123/56'],
    ['2001:DB8:1:23ff::1', '20010db8000123/56'],
    ['2001:db8::1', '20010db8000000/56'],
    ['::1', '00000000000000/56'],
    ['', 'unknown'],
    ['203.0.113.7, 198.51.100.1', 'unknown'],
    ['elsewhere', 'unknown'],
    [undefined, 'unknown'],
  ])('of %s is %s', (address, network) => {
    expect(sourceNetwork(address)).toBe(network);
  });
});

/** Four random bytes that are this number. */
const bytes = (number: number) => () => {
  const four = new Uint8Array(4);
  new DataView(four.buffer).setUint32(0, number);
  return four;
};

describe('a one-time code', () => {
  it('has eight digits, all equally likely, and never more than its share of numbers', () => {
    expect(decimalCode(bytes(0), 8)).toBe('00000000');
    expect(decimalCode(bytes(4_199_999_999), 8)).toBe('99999999');
    // What is left above would make small numbers likelier: it is drawn again.
    const drawn = [4_200_000_000, 4_294_967_295, 7];
    expect(decimalCode(() => bytes(drawn.shift() ?? 0)(), 8)).toBe('00000007');
    for (let n = 0; n < 100; n += 1) expect(decimalCode(systemRandom, 8)).toMatch(/^\d{8}$/);
  });
});

describe('a window of time', () => {
  it('has one name from its beginning to its end, and is over when the next begins', () => {
    const hour = 3_600_000;
    const [first, last, next] = [10 * hour, 11 * hour - 1, 11 * hour].map((now) => timeWindow(now, 1));
    expect([first?.window, first?.retryAfterSeconds, last?.window, last?.retryAfterSeconds]).toStrictEqual([
      '1h10',
      3_600,
      '1h10',
      1,
    ]);
    expect([next?.window, first?.expiresAtSeconds]).toStrictEqual(['1h11', 12 * 3_600]);
    expect(timeWindow(25 * hour, 24).window).toBe('24h1');
  });
});

const answered = async (taken: number, fails = false): Promise<{ waited: number; deadline: number }> => {
  let now = 1_000;
  let deadline = 0;
  const { wait, waited } = instantWait();
  const work = async (until: number): Promise<void> => {
    deadline = until;
    now += taken;
    if (fails) throw new Error('the store is down');
  };
  const answering = inSteps({ clock: { now: () => now }, wait })(1_500, work);
  const failed = await answering.then(
    () => false,
    () => true,
  );
  if (failed !== fails) throw new Error('what the work threw is not what came');
  return { waited: waited[0] ?? -1, deadline };
};

describe('an answer in steps of time', () => {
  it.each([
    [0, 1_499],
    [1, 1_499],
    [900, 600],
    [1_500, 0],
    [1_501, 1_499],
    [4_000, 500],
  ])('that took %i ms waits for %i', async (taken, waited) => {
    expect(await answered(taken)).toEqual({ waited, deadline: 2_250 });
  });

  it('waits as long for a failure', async () => {
    expect((await answered(900, true)).waited).toBe(600);
  });
});

describe('the dates of a request', () => {
  it.each([
    // Monday; Friday noon; Saturday; the last minute of Thursday.
    ['2026-11-23T09:00', '2026-11-26T00:00'],
    ['2026-11-27T12:00', '2026-12-02T00:00'],
    ['2026-11-28T12:00', '2026-12-02T00:00'],
    ['2026-11-26T23:59', '2026-12-01T00:00'],
  ])('are two working days for an answer: of %s until %s', (filed, until) => {
    expect(dueDates('masking', at(filed)).replyBy).toBe(at(until));
  });

  it('are fifteen days for masking, twenty for erasure, two months for a complaint, which needs no earlier answer', () => {
    const filed = at('2026-12-31T09:00');
    expect(dueDates('masking', filed).doneBy).toBe(at('2027-01-16T00:00'));
    expect(dueDates('erasure', filed).doneBy).toBe(at('2027-01-21T00:00'));
    expect(dueDates('complaint', filed)).toEqual({
      policyId: 'request-complaint',
      doneBy: at('2027-03-01T00:00'),
    });
  });

  it('never come before the law, nor on a day that is over', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2035-01-01') }), (filed) => {
        const { replyBy = 0, doneBy } = dueDates('erasure', filed);
        expect(replyBy - filed).toBeGreaterThan(2 * 86_400_000);
        expect(replyBy - filed).toBeLessThanOrEqual(5 * 86_400_000);
        expect(doneBy).toBeGreaterThan(replyBy);
      }),
    );
  });
});

describe('the lines of a history', () => {
  const event = { time: '2026-11-23T01:00:00.000Z', outcome: 'allowed', role: 'shipper' };

  it('are what disclosed something, and nothing that was refused or only moved the parcel', () => {
    const silent = ['parcel.issue', 'custody.record', 'parcel.read', 'audit.query', 'subject-request.file'];
    const events = [
      ...silent.map((action) => ({ ...event, action })),
      { ...event, action: 'parcel.resolve', outcome: 'refused', purpose: 'delivery' },
      { ...event, action: 'shift.load' },
      { ...event, action: 'parcel.open', purpose: 'return', facility: 'HN-BA-DINH' },
    ];
    expect(historyReads(events)).toEqual([
      { time: event.time, act: 'made-readable-off-line', role: 'shipper', purpose: 'delivery' },
      { time: event.time, act: 'read', role: 'shipper', purpose: 'return', facility: 'HN-BA-DINH' },
    ]);
  });
});

describe('the first event id of an instant', () => {
  it('sorts before every id of that instant, and after every earlier one', () => {
    fc.assert(
      fc.property(instant, (now) => {
        expect(firstEventIdAt(now) <= eventIds({ now: () => now }, systemRandom)()).toBe(true);
        expect(firstEventIdAt(now) > eventIds({ now: () => now - 1 }, systemRandom)()).toBe(true);
      }),
    );
  });
});
