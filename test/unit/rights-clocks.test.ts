import { daysBetween, laterDay, vietnamDay, vietnamTime, type PolicyRecord } from '@temkin/kernel';
import {
  alarmAtOf,
  AUTHORITY_URGENCIES,
  authorityAnswerHours,
  authorityClock,
  claimClock,
  countDeadlines,
  DATA_REQUESTS,
  dataRequestClock,
  dataRequestTerms,
  decideExtension,
  nearDeadline,
} from '@temkin/subscriber/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const vietnam = (text: string): number => Date.parse(`${text}+07:00`);

const filing = fc.record({
  kind: fc.constantFrom(...DATA_REQUESTS),
  filedAt: fc.integer({ min: vietnam('2026-01-01T00:00:00'), max: vietnam('2060-01-01T00:00:00') }),
  needsProcessor: fc.boolean(),
});

const isWorkingDay = (day: string): boolean => ![0, 6].includes(new Date(`${day}T12:00:00Z`).getUTCDay());

/** Working days after the day of one instant that are over at another. */
const workingDaysOver = (from: number, until: number): number => {
  const first = laterDay(vietnamDay(from), 1);
  return Array.from({ length: daysBetween(first, vietnamDay(until)) }, (_, n) => laterDay(first, n)).filter(
    isWorkingDay,
  ).length;
};

const isMidnight = (instant: number): boolean => instant === vietnamTime(vietnamDay(instant));

/** The end of the first working day that begins at an instant or later. */
const workingDayAfter = (instant: number): number =>
  isWorkingDay(vietnamDay(instant)) ? instant + DAY : workingDayAfter(instant + DAY);

/** The records with another from a day on, with other terms. */
const changedFrom = <Value>(
  records: readonly PolicyRecord<Value>[],
  validFrom: string,
  change: (value: Value) => Value,
): readonly PolicyRecord<Value>[] => {
  const last = records.at(-1);
  if (last === undefined) throw new Error('no record');
  return [...records, { ...last, id: `${last.id}-changed`, validFrom, value: change(last.value) }];
};

describe('the clock of what somebody asks about their data', () => {
  it('answers after two whole working days, whenever it was filed', () => {
    fc.assert(
      fc.property(filing, (request) => {
        const { replyBy } = dataRequestClock(request);
        expect(isMidnight(replyBy)).toBe(true);
        expect(workingDaysOver(request.filedAt, replyBy)).toBe(2);
        expect(workingDaysOver(request.filedAt, replyBy - 1)).toBe(1);
      }),
    );
  });

  it.each([
    ['a Monday morning', '2026-11-23T00:00:00', '2026-11-26T00:00:00'],
    ['a Thursday', '2026-11-26T23:59:59', '2026-12-01T00:00:00'],
    ['a Friday', '2026-11-27T10:00:00', '2026-12-02T00:00:00'],
    ['a Saturday', '2026-11-28T10:00:00', '2026-12-02T00:00:00'],
    ['a Sunday night', '2026-11-29T23:59:59', '2026-12-02T00:00:00'],
    // A holiday makes no term longer: its list is made year by year, and who answers early is never late.
    ['the eve of the New Year', '2026-12-31T10:00:00', '2027-01-05T00:00:00'],
    ['the eve of National Day', '2026-09-01T10:00:00', '2026-09-04T00:00:00'],
    ['the eve of Reunification Day', '2026-04-29T10:00:00', '2026-05-02T00:00:00'],
  ])('answers what was filed on %s (%s) before %s', (_day, filedAt, replyBy) => {
    for (const kind of DATA_REQUESTS)
      expect(dataRequestClock({ kind, filedAt: vietnam(filedAt), needsProcessor: false }).replyBy).toBe(
        vietnam(replyBy),
      );
  });

  it('is done after 10, 15 or 20 whole days, later where a processor must act, and never before it is answered', () => {
    fc.assert(
      fc.property(filing, (request) => {
        const { replyBy, doneBy } = dataRequestClock(request);
        const value = dataRequestTerms[request.kind][0]?.value;
        const days = daysBetween(vietnamDay(request.filedAt), vietnamDay(doneBy)) - 1;
        expect(days).toBe(request.needsProcessor ? value?.withProcessorDays : value?.days);
        expect(isMidnight(doneBy)).toBe(true);
        expect(replyBy).toBeLessThanOrEqual(doneBy);
        const whoever = { ...request, needsProcessor: !request.needsProcessor };
        const [alone, together] = request.needsProcessor
          ? [dataRequestClock(whoever).doneBy, doneBy]
          : [doneBy, dataRequestClock(whoever).doneBy];
        expect(alone).toBeLessThanOrEqual(together);
      }),
    );
  });

  it('is the later the later it began', () => {
    fc.assert(
      fc.property(filing, fc.integer({ min: 0, max: 40 * DAY }), (request, by) => {
        const [before, after] = [request, { ...request, filedAt: request.filedAt + by }].map((one) =>
          dataRequestClock(one),
        );
        expect(before?.replyBy).toBeLessThanOrEqual(after?.replyBy ?? 0);
        expect(before?.doneBy).toBeLessThanOrEqual(after?.doneBy ?? 0);
      }),
    );
  });

  it('is put off by just the days that were given, as long as its term runs and the law lets', () => {
    fc.assert(
      fc.property(
        filing,
        fc.integer({ min: -2, max: 40 }),
        fc.integer({ min: 0, max: 40 * DAY }),
        (request, days, later) => {
          const now = request.filedAt + later;
          const { doneBy } = dataRequestClock(request);
          const verdict = decideExtension(request, { days, reasons: 'x', now });
          const most = dataRequestTerms[request.kind][0]?.value.extensionDays ?? 0;
          const isAllowed = days >= 1 && days <= most && now < doneBy;
          expect([verdict.allowed, verdict.allowed ? verdict.doneBy : doneBy]).toEqual([
            isAllowed,
            isAllowed ? doneBy + days * DAY : doneBy,
          ]);
        },
      ),
    );
  });

  it('keeps to the record under which it was filed: another changes dates from its validFrom and none before', () => {
    const validFrom = '2027-03-01';
    const begins = vietnamTime(validFrom);
    fc.assert(
      fc.property(filing, fc.integer({ min: -60 * DAY, max: 60 * DAY }), (request, offset) => {
        const records = changedFrom(dataRequestTerms[request.kind], validFrom, (value) => ({
          ...value,
          replyWorkingDays: 3,
          days: value.days + 1,
          withProcessorDays: value.withProcessorDays + 1,
          extensionDays: value.extensionDays + 1,
        }));
        const asked = { ...request, filedAt: begins + offset };
        const [before, after] = [dataRequestClock(asked), dataRequestClock(asked, records)];
        const isChanged = offset >= 0;
        expect(after).toEqual({
          policyId: isChanged ? `${before.policyId}-changed` : before.policyId,
          replyBy: isChanged ? workingDayAfter(before.replyBy) : before.replyBy,
          doneBy: isChanged ? before.doneBy + DAY : before.doneBy,
        });
        // What was filed before is put off as the law then was, however late that is asked.
        const most = dataRequestTerms[asked.kind][0]?.value.extensionDays ?? 0;
        const wish = { days: most + 1, reasons: 'x', now: after.doneBy - 1 };
        expect(decideExtension(asked, wish, records).allowed).toBe(offset >= 0);
      }),
    );
  });

  it('of a claim is that of a correction, under whichever record', () => {
    const filedAt = vietnam('2026-11-23T10:00:00');
    const records = changedFrom(dataRequestTerms.correct, '2026-11-23', (value) => ({ ...value, days: 1 }));
    const request = { kind: 'correct', filedAt, needsProcessor: false } as const;
    expect(claimClock(filedAt)).toEqual(dataRequestClock(request));
    expect(claimClock(filedAt, records)).toEqual(dataRequestClock(request, records));
    expect(claimClock(filedAt, records).doneBy).toBe(vietnam('2026-11-25T00:00:00'));
  });
});

describe('the clock of an authority', () => {
  const received = fc.integer({ min: vietnam('2020-01-01T00:00:00'), max: vietnam('2060-01-01T00:00:00') });

  it('runs 24 hours or 3, by day and night, to the millisecond', () => {
    fc.assert(
      fc.property(received, (receivedAt) => {
        expect(authorityClock('ordinary', receivedAt).answerBy - receivedAt).toBe(24 * HOUR);
        expect(authorityClock('urgent', receivedAt).answerBy - receivedAt).toBe(3 * HOUR);
      }),
    );
  });

  it('keeps to the record under which it came: another changes it from its validFrom and not before', () => {
    const validFrom = '2027-03-01';
    const begins = vietnamTime(validFrom);
    for (const urgency of AUTHORITY_URGENCIES) {
      const records = changedFrom(authorityAnswerHours[urgency], validFrom, (hours) => 2 * hours);
      expect(authorityClock(urgency, begins - 1, records)).toEqual(authorityClock(urgency, begins - 1));
      const [former, changed] = [authorityClock(urgency, begins), authorityClock(urgency, begins, records)];
      expect(changed.answerBy - begins).toBe(2 * (former.answerBy - begins));
    }
  });
});

describe('the warning of a deadline', () => {
  const term = fc.integer({ min: 1, max: 60 * DAY });

  it('comes at two thirds of a short term and a day before the end of a long one, always within it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: vietnam('2060-01-01T00:00:00') }), term, (begunAt, length) => {
        const dueAt = begunAt + length;
        const alarmAt = alarmAtOf(begunAt, dueAt);
        expect(alarmAt).toBeGreaterThanOrEqual(begunAt);
        expect(alarmAt).toBeLessThanOrEqual(dueAt);
        expect(Math.abs(dueAt - alarmAt - Math.min(length / 3, DAY))).toBeLessThanOrEqual(0.5);
      }),
    );
  });

  it('changes with its record from the validFrom of that on, and not for what began before', () => {
    const validFrom = '2027-03-01';
    const begins = vietnamTime(validFrom);
    const records = changedFrom(nearDeadline, validFrom, (value) => ({ ...value, hours: 48 }));
    const length = 20 * DAY;
    expect(alarmAtOf(begins - 1, begins - 1 + length, records)).toBe(begins - 1 + length - DAY);
    expect(alarmAtOf(begins, begins + length, records)).toBe(begins + length - 2 * DAY);
  });

  it('counts each deadline once, as near or as missed or not at all, and a missed one for ever', () => {
    const deadlines = fc.array(
      fc
        .record({ begunAt: fc.integer({ min: 0, max: 9 * DAY }), length: term })
        .map(({ begunAt, length }) => ({
          dueAt: begunAt + length,
          alarmAt: alarmAtOf(begunAt, begunAt + length),
        })),
    );
    fc.assert(
      fc.property(deadlines, fc.integer({ min: 0, max: 80 * DAY }), term, (open, now, later) => {
        const { near, missed } = countDeadlines(open, now);
        expect(missed).toBe(open.filter(({ dueAt }) => dueAt <= now).length);
        expect(near + missed).toBe(open.filter(({ alarmAt }) => alarmAt <= now).length);
        expect(countDeadlines(open, now + later).missed).toBeGreaterThanOrEqual(missed);
      }),
    );
  });
});
