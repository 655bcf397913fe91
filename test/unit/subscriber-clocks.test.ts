import {
  AUTHORITY_URGENCIES,
  authorityAnswerHours,
  authorityClock,
  DATA_REQUESTS,
  dataRequestClock,
  dataRequestTerms,
  decideExtension,
  erasureDueAt,
  formerHolderRetention,
  retainedUntil,
  retentionAfterEnd,
  timelineTerms,
  type DataRequest,
} from '@temkin/subscriber/domain';
import { describe, expect, it } from 'vitest';

const vietnam = (text: string): number => Date.parse(`${text}+07:00`);

describe('retention', () => {
  it.each([
    ['2026-11-22T10:00:00', '2028-11-23T00:00:00'],
    ['2028-02-29T23:59:59', '2030-03-01T00:00:00'],
  ])('of a subscription that ended at %s lasts two whole years: until %s', (ended, until) => {
    for (const endCause of ['holder-request', 'transfer', 'wrong-information'] as const)
      expect(retainedUntil({ endedAt: vietnam(ended), endCause })).toBe(vietnam(until));
  });

  it('has no end while a subscription lives, and its evidence none either', () => {
    expect(retainedUntil({})).toBeUndefined();
  });

  it('erases a person two years after the last of their subscriptions, and never one who has a number', () => {
    const [first, last] = [vietnam('2026-01-10T10:00:00'), vietnam('2026-11-22T10:00:00')];
    expect(erasureDueAt([])).toBeUndefined();
    expect(erasureDueAt([{ endedAt: first, endCause: 'transfer' }, {}])).toBeUndefined();
    expect(
      erasureDueAt([
        { endedAt: last, endCause: 'holder-request' },
        { endedAt: first, endCause: 'transfer' },
      ]),
    ).toBe(vietnam('2028-11-23T00:00:00'));
  });
});

describe('the clock of a request about one’s data', () => {
  const filedAt = vietnam('2026-11-20T15:00:00');

  it.each<[DataRequest, number, number, number]>([
    ['withdraw-consent', 15, 20, 15],
    ['restrict', 15, 20, 15],
    ['object', 15, 20, 15],
    ['view', 10, 15, 10],
    ['correct', 10, 15, 10],
    ['copy', 10, 15, 10],
    ['delete', 20, 30, 20],
    ['protect', 15, 15, 15],
  ])(
    'of %s: two working days, %i days, %i with a processor, put off by %i',
    (kind, days, withProcessor, extension) => {
      const day = 86_400_000;
      const filedOn = vietnam('2026-11-21T00:00:00');
      for (const [needsProcessor, expected] of [
        [false, days],
        [true, withProcessor],
      ] as const) {
        const request = { kind, filedAt, needsProcessor };
        expect(dataRequestClock(request)).toEqual({
          policyId: `data-request-${kind}`,
          // A Friday: Monday and Tuesday are the two.
          replyBy: vietnam('2026-11-25T00:00:00'),
          doneBy: filedOn + expected * day,
        });
        expect(decideExtension(request, { days: extension, reasons: 'many records', now: filedAt })).toEqual({
          allowed: true,
          doneBy: filedOn + (expected + extension) * day,
        });
      }
    },
  );

  it.each([
    ['DATA_REQUEST.EXTENDED_BEFORE', { days: 1, reasons: 'x', now: filedAt }, 5],
    ['DATA_REQUEST.REASONS_MISSING', { days: 1, reasons: ' ', now: filedAt }, undefined],
    ['DATA_REQUEST.EXTENSION_TOO_LONG', { days: 11, reasons: 'x', now: filedAt }, undefined],
    ['DATA_REQUEST.EXTENSION_TOO_LONG', { days: 0, reasons: 'x', now: filedAt }, undefined],
    [
      'DATA_REQUEST.EXTENSION_TOO_LATE',
      { days: 1, reasons: 'x', now: vietnam('2026-12-01T00:00:00') },
      undefined,
    ],
  ])('is not put off: %s', (code, wish, extendedDays) => {
    const request = { kind: 'view', filedAt, needsProcessor: false } as const;
    expect(
      decideExtension({ ...request, ...(extendedDays !== undefined && { extendedDays }) }, wish),
    ).toEqual({ allowed: false, code });
  });
});

describe('the clock of an authority', () => {
  it.each([
    ['ordinary', '2026-11-23T17:05:00'],
    ['urgent', '2026-11-22T20:05:00'],
  ] as const)('runs through nights and Sundays: %s, until %s', (urgency, until) => {
    expect(authorityClock(urgency, vietnam('2026-11-22T17:05:00')).answerBy).toBe(vietnam(until));
  });

  it('is there for what came before there was a record: by the first one', () => {
    expect(authorityClock('ordinary', vietnam('2020-02-29T10:00:00'))).toEqual({
      policyId: 'authority-answer-ordinary',
      answerBy: vietnam('2020-03-01T10:00:00'),
    });
  });
});

describe('every record of these clocks', () => {
  it('names its law and its day', () => {
    const all = [
      retentionAfterEnd,
      formerHolderRetention,
      ...DATA_REQUESTS.map((kind) => dataRequestTerms[kind]),
      ...AUTHORITY_URGENCIES.map((urgency) => authorityAnswerHours[urgency]),
      ...Object.values(timelineTerms),
    ].flat();
    for (const { id, source, validFrom } of all) {
      expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(source).toMatch(/(Decree|Circular|Law) \d+\/20\d\d.* Art \d/);
      expect(new Date(validFrom).toISOString().slice(0, 10)).toBe(validFrom);
    }
  });
});
