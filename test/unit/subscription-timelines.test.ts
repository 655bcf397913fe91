import { daysBetween, vietnamDay, type PolicyRecord } from '@temkin/kernel';
import {
  completeStep,
  countedSteps,
  decideMove,
  nextStep,
  stepsOf,
  stopTimeline,
  TIMELINES,
  timelineTerms,
  type DoneStep,
  type NumberUse,
  type Standing,
  type Timeline,
  type TimelineRun,
  type TimelineTerms,
} from '@temkin/subscriber/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const vietnam = (text: string): number => Date.parse(`${text}+07:00`);

const START = vietnam('2026-11-22T10:00:00');

const begin = (timeline: Timeline, startedAt = START, use: NumberUse = 'person'): TimelineRun => ({
  timeline,
  use,
  startedAt,
  done: [],
});

/** What a worker does when it wakes up. */
const wake = (run: TimelineRun, now: number): TimelineRun => {
  const next = nextStep(run, now);
  return next.is === 'due'
    ? wake(completeStep(run, { name: next.step.name, round: next.round }, now), now)
    : run;
};

/** A worker that wakes up exactly when something is due, from an instant on, until there is nothing left. */
const workOff = (run: TimelineRun, now: number): TimelineRun => {
  const woken = wake(run, now);
  const next = nextStep(woken, now);
  return next.is === 'waiting' ? workOff(woken, next.until) : woken;
};

const shown = ({ done }: TimelineRun): readonly string[] =>
  done.map(({ name, at }) => `${name} ${new Date(at + 7 * HOUR).toISOString().slice(0, 16)}`);

const namesOf = (done: readonly DoneStep[]): readonly string[] => done.map(({ name }) => name);

const NAMES: Readonly<Record<Timeline, readonly string[]>> = {
  'wrong-information': [
    'notice-1',
    'notice-2',
    'notice-3',
    'notice-4',
    'notice-5',
    'one-way',
    'two-way',
    'end',
  ],
  'device-change': ['one-way', 'two-way', 'end'],
};

/** Where the steps of a timeline bring a number that was active. */
const standingAfter = (run: TimelineRun): Standing => {
  let standing: Standing = { state: 'active', holds: [] };
  const terms = timelineTerms[run.timeline][0]?.value;
  for (const { name } of run.done) {
    const effect = terms?.steps.find((step) => step.name === name)?.effect;
    if (effect === undefined) continue;
    const verdict = decideMove({
      standing,
      by: 'worker',
      isVerified: false,
      move:
        effect === 'end'
          ? { name: 'end', cause: run.timeline }
          : { name: 'hold', cause: run.timeline, level: effect },
    });
    if (!verdict.allowed) throw new Error(`${name}: ${verdict.code}`);
    ({ standing } = verdict);
  }
  return standing;
};

describe('the timeline of wrong information', () => {
  it('is five notices in a row and then T0 + 15, 30 and 35, when the day begins', () => {
    expect(shown(workOff(begin('wrong-information'), START))).toEqual([
      'notice-1 2026-11-22T10:00',
      'notice-2 2026-11-23T08:00',
      'notice-3 2026-11-24T08:00',
      'notice-4 2026-11-25T08:00',
      'notice-5 2026-11-26T08:00',
      'one-way 2026-12-07T08:00',
      'two-way 2026-12-22T08:00',
      'end 2026-12-27T08:00',
    ]);
  });

  it.each([
    ['2026-11-22T07:59:59', '2026-11-22T08:00'],
    ['2026-11-22T08:00:00', '2026-11-22T08:00'],
    ['2026-11-22T19:59:00', '2026-11-22T19:59'],
    ['2026-11-22T20:00:00', '2026-11-23T08:00'],
    ['2026-12-31T23:30:00', '2027-01-01T08:00'],
  ])('begins while people are awake: of a finding at %s, at %s', (found, first) => {
    const startedAt = vietnam(found);
    expect(shown(workOff(begin('wrong-information', startedAt), startedAt))[0]).toBe(`notice-1 ${first}`);
  });

  it('tells the whole contract, and each notice says what comes next', () => {
    const steps = stepsOf('wrong-information', START).map(({ step }) => step);
    expect(steps.filter(({ tells }) => tells === 'contract').map(({ name }) => name)).toEqual(
      NAMES['wrong-information'].slice(0, 5),
    );
    expect(steps.map(({ warnsOf }) => warnsOf)).toEqual([
      ...Array.from({ length: 5 }, () => 'one-way'),
      'two-way',
      'end',
      'nothing',
    ]);
  });

  it('begins its notices again where a day went by without one, and counts from their new first day', () => {
    const woken = [0, 1].reduce((run, days) => wake(run, START + days * DAY), begin('wrong-information'));
    // The third day is slept through: not yet too late at its last instant.
    expect(nextStep(woken, vietnam('2026-11-24T23:59:59'))).toMatchObject({
      is: 'due',
      step: { name: 'notice-3' },
      round: 1,
    });
    expect(nextStep(woken, vietnam('2026-11-25T00:00:00'))).toEqual({
      is: 'waiting',
      until: vietnam('2026-11-25T08:00:00'),
    });
    const run = workOff(woken, vietnam('2026-11-25T08:00:00'));
    expect(shown(run).slice(2)).toEqual([
      'notice-1 2026-11-25T08:00',
      'notice-2 2026-11-26T08:00',
      'notice-3 2026-11-27T08:00',
      'notice-4 2026-11-28T08:00',
      'notice-5 2026-11-29T08:00',
      'one-way 2026-12-10T08:00',
      'two-way 2026-12-25T08:00',
      'end 2026-12-30T08:00',
    ]);
    expect(countedSteps(run).map(({ round }) => round)).toEqual(Array.from({ length: 8 }, () => 2));
  });

  it('waits for the morning with what is late, but for a notice whose day would be lost', () => {
    const told = [0, 1, 2, 3].reduce(
      (run, days) => wake(run, START + days * DAY),
      begin('wrong-information'),
    );
    const evening = vietnam('2026-11-26T23:59:00');
    expect(nextStep(told, evening)).toMatchObject({ is: 'due', step: { name: 'notice-5' } });
    const asked = wake(told, evening);
    expect(nextStep(asked, vietnam('2026-12-09T03:00:00'))).toEqual({
      is: 'waiting',
      until: vietnam('2026-12-09T08:00:00'),
    });
    expect(nextStep(asked, vietnam('2026-12-09T20:00:00'))).toEqual({
      is: 'waiting',
      until: vietnam('2026-12-10T08:00:00'),
    });
  });

  it('sends a notice once a day and no two at once, however late', () => {
    const late = wake(begin('wrong-information'), START + 100 * DAY);
    expect(namesOf(late.done)).toEqual(['notice-1']);
  });
});

describe('the timeline of a changed device', () => {
  it('suspends at once, at any hour, and then after 30 days and 5', () => {
    const startedAt = vietnam('2026-11-22T02:30:00');
    expect(shown(workOff(begin('device-change', startedAt), startedAt))).toEqual([
      'one-way 2026-11-22T02:30',
      'two-way 2026-12-22T08:00',
      'end 2026-12-27T08:00',
    ]);
    expect(nextStep(begin('device-change', startedAt), startedAt)).toMatchObject({
      dueAt: startedAt,
      latestAt: startedAt + 2 * HOUR,
      policyId: 'timeline-device-change',
    });
  });

  it('goes no further than one way for a machine’s number', () => {
    expect(namesOf(workOff(begin('device-change', START, 'machine'), START).done)).toEqual(['one-way']);
  });

  it('did not exist before 15 June 2026', () => {
    const before = vietnam('2026-06-14T23:59:59');
    expect(stepsOf('device-change', before)).toEqual([]);
    expect(nextStep(begin('device-change', before), START)).toEqual({ is: 'over' });
    expect(stepsOf('device-change', vietnam('2026-06-15T00:00:00'))).toHaveLength(3);
  });
});

describe.each(TIMELINES)('every timeline: %s', (timeline) => {
  it('is carried out as it was planned where nothing is late', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: vietnam('2026-06-15T00:00:00'), max: vietnam('2032-01-01T00:00:00') }),
        (startedAt) => {
          const run = workOff(begin(timeline, startedAt), startedAt);
          expect(run.done.map(({ name, at }) => [name, at])).toEqual(
            stepsOf(timeline, startedAt).map(({ step, dueAt }) => [step.name, dueAt]),
          );
        },
      ),
    );
  });

  /** Wake-ups anywhere within four months, in order. */
  const wakeUps = fc
    .array(fc.integer({ min: 0, max: 120 * 24 * 60 }), { maxLength: 60 })
    .map((minutes) => minutes.toSorted((a, b) => a - b).map((minute) => START + minute * 60_000));

  it('comes to the same end by the same steps whenever its worker wakes up, and never sooner than the law lets it', () => {
    fc.assert(
      fc.property(wakeUps, (times) => {
        const slept = times.reduce(wake, begin(timeline));
        const run = workOff(slept, times.at(-1) ?? START);
        const counted = countedSteps(run);
        expect(namesOf(counted)).toEqual(NAMES[timeline]);
        expect(standingAfter(run)).toEqual({ state: 'terminated', holds: [] });

        const dayOf = (name: string): string =>
          vietnamDay(counted.find((done) => done.name === name)?.at ?? Number.NaN);
        expect(daysBetween(dayOf('one-way'), dayOf('two-way'))).toBeGreaterThanOrEqual(
          timeline === 'device-change' ? 30 : 15,
        );
        expect(daysBetween(dayOf('two-way'), dayOf('end'))).toBeGreaterThanOrEqual(5);
        // Of a changed device there are no notices alone.
        const notices = counted
          .filter(({ name }) => name.startsWith('notice-'))
          .map(({ at }) => vietnamDay(at));
        const gaps = notices.slice(1).map((day, index) => daysBetween(notices[index] ?? '', day));
        expect(gaps.every((gap) => gap === 1)).toBe(true);
        expect(daysBetween(notices[0] ?? '2000-01-01', dayOf('one-way'))).toBeGreaterThanOrEqual(15);
        // Late or not, nobody is cut off at night, nor told for the first time; a further notice saves its day until midnight.
        const hours = run.done
          .filter(
            ({ name }) => !/^notice-[2-5]$/.test(name) && `${timeline} ${name}` !== 'device-change one-way',
          )
          .map(({ at }) => new Date(at + 7 * HOUR).getUTCHours());
        expect(hours.filter((hour) => hour < 8 || hour >= 20)).toEqual([]);
        // What was broken off is notices alone: nobody was suspended upon it.
        const broken = run.done.filter(({ round }) => round !== counted[0]?.round);
        expect(broken.filter(({ name }) => !name.startsWith('notice-'))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('day by day, and in one jump over any time before the first step or after the notices, has the very same steps', () => {
    const rowOfNotices = timeline === 'wrong-information' ? 5 : 0;
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 400 }),
        fc.integer({ min: 0, max: 24 * 60 }),
        fc.boolean(),
        (days, minutes, isBefore) => {
          const daily = (run: TimelineRun, from: number, until: number): TimelineRun => {
            let woken = run;
            for (let now = from; now <= until; now += DAY) woken = wake(woken, now);
            return woken;
          };
          const expected = daily(begin(timeline), START, START + 60 * DAY);
          const first = isBefore
            ? begin(timeline)
            : daily(begin(timeline), START, START + (rowOfNotices - 1) * DAY);
          const jumped = workOff(first, START + days * DAY + minutes * 60_000 + rowOfNotices * DAY);
          expect(namesOf(jumped.done)).toEqual(namesOf(expected.done));
          expect(standingAfter(jumped)).toEqual(standingAfter(expected));
        },
      ),
    );
  });

  it('does each step once, however often and in whatever order its workers come through', () => {
    fc.assert(
      fc.property(wakeUps, fc.array(fc.nat(), { minLength: 1, maxLength: 60 }), (times, choices) => {
        let run = begin(timeline);
        const seen: { readonly name: DoneStep['name']; readonly round: number }[] = [];
        for (const [index, now] of times.entries()) {
          // Several workers read the same; what they found is brought home now, later, twice, or never.
          const next = nextStep(run, now);
          if (next.is === 'due') seen.push({ name: next.step.name, round: next.round });
          const chosen = seen[(choices[index % choices.length] ?? 0) % Math.max(1, seen.length)];
          if (chosen === undefined) continue;
          const once = completeStep(run, chosen, now);
          expect(completeStep(once, chosen, now)).toEqual(once);
          run = once;
        }
        run = workOff(run, times.at(-1) ?? START);
        const keys = run.done.map(({ name, round }) => `${round} ${name}`);
        expect(new Set(keys).size).toBe(keys.length);
        expect(namesOf(countedSteps(run))).toEqual(NAMES[timeline]);
        const instants = run.done.map(({ at }) => at);
        expect(instants).toEqual(instants.toSorted((a, b) => a - b));
      }),
      { numRuns: 500 },
    );
  });

  it('stops for good when it is stopped, and does nothing afterwards', () => {
    fc.assert(
      fc.property(wakeUps, fc.nat({ max: 59 }), (times, when) => {
        const before = times.slice(0, when).reduce(wake, begin(timeline));
        const stopped = stopTimeline(before, 'verified', times[when] ?? START);
        expect(times.slice(when).reduce(wake, stopped)).toEqual(stopped);
        expect(nextStep(stopped, START + 1_000 * DAY)).toEqual({ is: 'over' });
        expect(stopTimeline(stopped, 'ended', START)).toBe(stopped);
      }),
    );
  });

  it('gives the service back when the holder is verified before the end, wherever it stood', () => {
    fc.assert(
      fc.property(wakeUps, fc.nat({ max: 59 }), (times, when) => {
        const run = times.slice(0, when).reduce(wake, begin(timeline));
        const standing = standingAfter(run);
        const isOver = standing.state === 'terminated';
        const isHeld = standing.holds.length > 0;
        const lifted = decideMove({
          standing,
          move: { name: 'lift', cause: timeline, because: 'verified' },
          by: 'holder',
          isVerified: true,
        });
        expect(lifted.allowed).toBe(isHeld && !isOver);
        expect(lifted.allowed ? lifted.standing : { state: 'active', holds: [] }).toEqual({
          state: 'active',
          holds: [],
        });
      }),
    );
  });

  it('keeps the record that it began under when another comes into force', () => {
    const [former] = timelineTerms[timeline];
    if (former === undefined) throw new Error('no record');
    const doubled: PolicyRecord<TimelineTerms> = {
      ...former,
      validFrom: '2026-12-01',
      value: {
        ...former.value,
        steps: former.value.steps.map((step) => (step.days > 1 ? { ...step, days: 2 * step.days } : step)),
      },
    };
    const records = [former, doubled];
    const lastBefore = vietnam('2026-11-30T10:00:00');
    const firstAfter = vietnam('2026-12-01T10:00:00');
    expect(stepsOf(timeline, lastBefore, 'person', records)).toEqual(stepsOf(timeline, lastBefore));
    expect(nextStep(begin(timeline, lastBefore), firstAfter, records)).toEqual(
      nextStep(begin(timeline, lastBefore), firstAfter),
    );
    const length = (startedAt: number): number => {
      const planned = stepsOf(timeline, startedAt, 'person', records);
      return daysBetween(vietnamDay(startedAt), vietnamDay(planned.at(-1)?.dueAt ?? 0));
    };
    expect([length(lastBefore), length(firstAfter)]).toEqual([35, 70]);
  });
});

describe('a stop', () => {
  it('of a changed device is a face, not a finding that is taken back', () => {
    const run = begin('device-change');
    expect(stopTimeline(run, 'finding-withdrawn', START)).toBe(run);
    expect(stopTimeline(begin('wrong-information'), 'finding-withdrawn', START).stopped).toEqual({
      cause: 'finding-withdrawn',
      at: START,
    });
  });
});
