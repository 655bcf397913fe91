import {
  countMissing,
  followWriters,
  lateNumbers,
  writerGaps,
  writerMark,
  type MadeMark,
  type WriterMark,
} from '@temkin/audit/domain';
import { utf8 } from '@temkin/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const SESSIONS = ['a', 'b', 'c'].map((letter) => letter.repeat(32));
const [ONE = '', OTHER = ''] = SESSIONS;

/** Marks as writers give them: some numbers cancelled and named later, some events dropped, some twice, all shuffled. */
const marks = fc
  .array(
    fc.record({
      session: fc.constantFrom(...SESSIONS),
      fate: fc.constantFrom('kept', 'kept', 'kept', 'cancelled', 'dropped', 'twice'),
    }),
    { maxLength: 120 },
  )
  .chain((events) => {
    const writers = new Map(SESSIONS.map((session) => [session, { n: 0, void: [] as number[] }]));
    const given = events.flatMap(({ session, fate }): readonly WriterMark[] => {
      const writer = writers.get(session) ?? { n: 0, void: [] };
      const n = writer.n++;
      if (fate === 'cancelled') {
        writer.void.push(n);
        return [];
      }
      const mark = { session, n, void: writer.void.splice(0) };
      return { kept: [mark], twice: [mark, mark], dropped: [] }[fate];
    });
    return fc.shuffledSubarray(given, { minLength: given.length });
  });

/** The numbers that are missing, by sets of all numbers. */
const naive = (given: readonly WriterMark[]): ReadonlyMap<string, readonly number[]> =>
  new Map(
    SESSIONS.map((session): readonly [string, readonly number[]] => {
      const known = new Set(
        given.flatMap((mark) => (mark.session === session ? [mark.n, ...mark.void] : [])),
      );
      const highest = Math.max(-1, ...known);
      return [session, Array.from({ length: highest + 1 }, (_, n) => n).filter((n) => !known.has(n))];
    }).filter(([, missing]) => missing.length > 0),
  );

const gapsOf = (given: readonly WriterMark[]) => {
  const gaps = writerGaps();
  for (const mark of given) gaps.see(mark);
  return gaps.found();
};

describe('gaps in the numbers of writers', () => {
  it('are the numbers below the highest that no event bears or names void, in whatever order events come', () => {
    let gapped = 0;
    fc.assert(
      fc.property(marks, (given) => {
        const found = gapsOf(given);
        const numbers = found.map(({ session, missing }): readonly [string, readonly number[]] => [
          session,
          missing.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, at) => from + at)),
        ]);
        expect(new Map(numbers)).toEqual(naive(given));
        gapped += found.length;
      }),
    );
    expect(gapped).toBeGreaterThan(0);
  });

  it('are ranges, however many numbers are missing', () => {
    const found = gapsOf([{ session: ONE, n: Number.MAX_SAFE_INTEGER, void: [7] }]);
    expect(found).toEqual([
      {
        session: ONE,
        missing: [
          { from: 0, to: 6 },
          { from: 8, to: Number.MAX_SAFE_INTEGER - 1 },
        ],
      },
    ]);
  });
});

const entry = (writer: unknown): Uint8Array => utf8(JSON.stringify({ unmapped: { writer } }));

describe('the mark of an entry', () => {
  it('is read as it stands', () => {
    const mark = { session: ONE, n: 3, void: [1] };
    expect(writerMark(entry(mark))).toEqual(mark);
  });

  it.each([
    ['no JSON', utf8('{')],
    ['no event', utf8('null')],
    ['no mark', entry(undefined)],
    ['the session of the log itself', entry({ session: 'sequencer', n: 0, void: [] })],
    ['a number below 0', entry({ session: ONE, n: -1, void: [] })],
    ['a fraction', entry({ session: ONE, n: 0, void: [0.5] })],
    ['no list', entry({ session: ONE, n: 0, void: 1 })],
  ])('is none where there is %s', (_, bytes) => {
    expect(writerMark(bytes)).toBeUndefined();
  });
});

const START = Date.parse('2026-11-22T08:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const made = (session: string, n: number, minutes: number, cancelled: readonly number[] = []): MadeMark => ({
  mark: { session, n, void: cancelled },
  atMilliseconds: START + minutes * MINUTE,
});

/** Five thousand marks of one instant. */
const flood = (session: (at: number) => string, n: (at: number) => number): readonly MadeMark[] =>
  Array.from({ length: 5_000 }, (_, at) => made(session(at), n(at), 0));

describe('where the writers of a log stand', () => {
  it('is the same in however many pieces the log was read', () => {
    // Few gaps, pauses of hours and days, events that come late, and some without a mark.
    const step = fc.record({
      session: fc.constantFrom(...SESSIONS, undefined),
      skipped: fc.constantFrom(0, 0, 0, 0, 0, 1),
      paused: fc.constantFrom(0, 1, 1, 1, 100, 200, 1_500),
      late: fc.constantFrom(0, 0, 3),
    });
    const log = fc.array(step, { minLength: 10, maxLength: 60 }).map((steps) => {
      const next = new Map<string, number>();
      let minute = 0;
      return steps.map(({ session, skipped, paused, late }): MadeMark => {
        minute += paused;
        const atMilliseconds = START + (minute - late) * MINUTE;
        if (session === undefined) return { mark: undefined, atMilliseconds };
        const n = (next.get(session) ?? 0) + skipped;
        next.set(session, n + 1);
        return { mark: { session, n, void: [] }, atMilliseconds };
      });
    });
    fc.assert(
      fc.property(log, fc.array(fc.nat(60), { maxLength: 5 }), (given, cuts) => {
        const whole = followWriters('', 0, given);
        const places = [...new Set([0, ...cuts, given.length])]
          .filter((place) => place <= given.length)
          .toSorted((a, b) => a - b);
        let [writers, latest] = ['', 0];
        for (const [at, place] of places.entries()) {
          const piece = given.slice(places[at - 1] ?? 0, place);
          writers = followWriters(writers, latest, piece);
          latest = Math.max(latest, ...piece.map(({ atMilliseconds }) => atMilliseconds));
        }
        expect(writers).toBe(whole);
      }),
      { numRuns: 1_000 },
    );
  });

  it('tells of a number that is missing for ten minutes, for a day', () => {
    const writers = followWriters('', 0, [made(ONE, 0, 0), made(ONE, 3, 1)]);
    const late = [10, 11, 1_440, 1_441].map((minutes) => lateNumbers(writers, START + minutes * MINUTE));
    expect(late).toEqual([0, 2, 2, 0]);
  });

  it('tells no more of a number that has come, or that was named void', () => {
    const before = followWriters('', 0, [made(ONE, 0, 0), made(ONE, 3, 1)]);
    const after = followWriters(before, START, [made(ONE, 1, 2), made(ONE, 4, 3, [2])]);
    expect(lateNumbers(before, START + HOUR)).toBe(2);
    expect(lateNumbers(after, START + HOUR)).toBe(0);
  });

  it('tells of the first events of a session that are missing', () => {
    expect(lateNumbers(followWriters('', 0, [made(ONE, 2, 0)]), START + HOUR)).toBe(2);
  });

  it('forgets a session that was silent for three hours, but not what is missing of it until a day is over', () => {
    const writers = followWriters('', 0, [made(ONE, 0, 0), made(OTHER, 1, 0)]);
    const at = (minutes: number) => followWriters(writers, 0, [made('c'.repeat(32), 0, minutes)]);
    const has = (session: string) => [179, 180, 1_439, 1_440].map((minutes) => at(minutes).includes(session));
    expect(has(ONE)).toEqual([true, false, false, false]);
    expect(has(OTHER)).toEqual([true, true, true, false]);
  });

  it('goes into an item whatever an intruder writes', () => {
    const sessions = followWriters(
      '',
      0,
      flood(
        (at) => at.toString(16).padStart(32, '0'),
        () => Number.MAX_SAFE_INTEGER,
      ),
    );
    const gaps = followWriters(
      '',
      0,
      flood(
        () => ONE,
        (at) => Number.MAX_SAFE_INTEGER - 10_000 + 2 * at,
      ),
    );
    expect(sessions.length).toBeGreaterThan(100_000);
    expect(sessions.length).toBeLessThan(300_000);
    expect(gaps.length).toBeLessThan(300_000);
  });

  it('has a kilobyte for two dozen sessions', () => {
    const many = Array.from({ length: 24 }, (_, at) => made(at.toString(16).padStart(32, '0'), 0, 0));
    expect(followWriters('', 0, many).length).toBeLessThanOrEqual(1_024);
  });
});

it('a count of what is missing counts both ends', () => {
  const missing = [
    { from: 1, to: 1 },
    { from: 3, to: 5 },
  ];
  expect(countMissing(missing)).toBe(4);
});
