import {
  AUTHORITY_OUTCOMES,
  CLAIM_DECISIONS,
  DATA_REQUEST_OUTCOMES,
  DATA_REQUEST_RULES,
  DATA_REQUESTS,
  decideAnswer,
  decideAuthorityClosing,
  decideClaim,
  decideClosing,
  decideHandover,
  FIELD_NAMES,
  inOrder,
  keptByLaw,
  requestDueAt,
  REFUSAL_GROUNDS,
  retainedUntil,
} from '@temkin/subscriber/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-23T10:00:00+07:00');

const STATES = ['filed', 'accepted', 'refused', 'closed'] as const;

const codeOf = (verdict: { readonly allowed: boolean; readonly code?: string }): string =>
  verdict.code ?? 'allowed';

describe('an answer to what somebody asks about their data', () => {
  const noNumber = { subscriptions: [], now: NOW };

  it('refuses upon the grounds of its kind and no other, and only what waits for one', () => {
    for (const kind of DATA_REQUESTS)
      for (const state of STATES)
        for (const ground of REFUSAL_GROUNDS) {
          const verdict = decideAnswer({ kind, state }, { answer: 'refused', ground }, noNumber);
          const isItsGround = DATA_REQUEST_RULES[kind].grounds.includes(ground);
          // Whom no law keeps is not refused upon that.
          const isTrue = kind !== 'delete' || ground !== 'kept-by-law';
          expect([kind, state, ground, codeOf(verdict)]).toEqual([
            kind,
            state,
            ground,
            state !== 'filed'
              ? 'DATA_REQUEST.ANSWERED'
              : isItsGround && isTrue
                ? 'allowed'
                : 'DATA_REQUEST.GROUND_NOT_ALLOWED',
          ]);
        }
  });

  it('promises no deletion while a number lives or must be kept, and then names the day, and refuses none upon that later', () => {
    const ended = fc.integer({ min: NOW - 1_000 * DAY, max: NOW });
    const numbers = fc.array(
      fc.option(ended, { nil: undefined }).map((endedAt) => (endedAt === undefined ? {} : { endedAt })),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(numbers, (subscriptions) => {
        const facts = { subscriptions, now: NOW };
        const { isKept, until } = keptByLaw(subscriptions, NOW);
        const ends = subscriptions.map((one) => retainedUntil(one) ?? Infinity);
        expect(isKept).toBe(ends.some((end) => NOW < end));
        const question = { kind: 'delete', state: 'filed' } as const;
        const accepted = decideAnswer(question, { answer: 'accepted' }, facts);
        const refused = decideAnswer(question, { answer: 'refused', ground: 'kept-by-law' }, facts);
        expect([accepted.allowed, refused.allowed]).toEqual([!isKept, isKept]);
        const last = Math.max(...ends);
        expect(until).toBe(ends.length === 0 || last === Infinity ? undefined : last);
        expect('keptUntil' in accepted ? accepted.keptUntil : undefined).toBe(isKept ? until : undefined);
      }),
    );
  });
});

describe('the end of such a request', () => {
  it('fulfils what was accepted alone, leaves the mark of its kind, and deletes nobody who is there', () => {
    for (const kind of DATA_REQUESTS)
      for (const state of STATES)
        for (const outcome of DATA_REQUEST_OUTCOMES)
          for (const isErased of [true, false]) {
            const verdict = decideClosing({ kind, state }, outcome, { isErased });
            const expected =
              state === 'closed' || state === 'refused'
                ? 'DATA_REQUEST.CLOSED'
                : outcome === 'withdrawn'
                  ? 'allowed'
                  : state === 'filed'
                    ? 'DATA_REQUEST.NOT_ANSWERED'
                    : kind === 'delete' && !isErased
                      ? 'DATA_REQUEST.NOT_ERASED'
                      : 'allowed';
            expect([kind, state, outcome, isErased, codeOf(verdict)]).toEqual([
              kind,
              state,
              outcome,
              isErased,
              expected,
            ]);
            const marks =
              verdict.allowed && outcome !== 'withdrawn' ? DATA_REQUEST_RULES[kind].mark : undefined;
            expect(verdict.allowed ? verdict.mark : undefined).toBe(marks);
          }
  });

  it('is due for its answer while it waits for one, and for what it asked for afterwards', () => {
    for (const state of STATES)
      expect(requestDueAt({ state, replyBy: 1, doneBy: 2 })).toBe(state === 'filed' ? 1 : 2);
  });
});

describe('a claim', () => {
  const session = { subscriptionId: 'own', personIds: ['me', 'also-me'] };

  it.each([
    [
      'of a number that nobody has',
      { subscriptionId: 'x', personId: undefined, isLive: false },
      'CLAIM.NUMBER_UNKNOWN',
    ],
    [
      'of another document’s number',
      { subscriptionId: 'x', personId: 'other', isLive: true },
      'CLAIM.NUMBER_UNKNOWN',
    ],
    [
      'of a number that has ended',
      { subscriptionId: 'x', personId: 'me', isLive: false },
      'CLAIM.NUMBER_UNKNOWN',
    ],
    ['of the number in hand', { subscriptionId: 'own', personId: 'me', isLive: true }, 'CLAIM.OWN_NUMBER'],
    ['of another number of the record', { subscriptionId: 'x', personId: 'me', isLive: true }, 'allowed'],
    ['of a number of another record', { subscriptionId: 'x', personId: 'also-me', isLive: true }, 'allowed'],
  ])('%s is %s', (_what, claimed, expected) => {
    expect(codeOf(decideClaim(session, claimed))).toBe(expected);
  });

  it('ends in one of two ways', () => expect(CLAIM_DECISIONS).toEqual(['confirmed', 'rejected']));
});

describe('what two people released', () => {
  it('is handed over for three whole days from then on, and never once it is closed', () => {
    fc.assert(
      fc.property(
        fc.option(fc.integer({ min: NOW - 9 * DAY, max: NOW }), { nil: undefined }),
        fc.constantFrom('registered', 'released', 'closed' as const),
        (releasedAt, state) => {
          const verdict = decideHandover({ state, ...(releasedAt !== undefined && { releasedAt }) }, 3, NOW);
          expect(codeOf(verdict)).toBe(
            state === 'closed'
              ? 'AUTHORITY_REQUEST.CLOSED'
              : releasedAt === undefined
                ? 'AUTHORITY_REQUEST.NOT_RELEASED'
                : NOW - releasedAt < 3 * DAY
                  ? 'allowed'
                  : 'AUTHORITY_REQUEST.RELEASE_OVER',
          );
        },
      ),
    );
  });

  it('is closed as what happened, as handed over with minutes alone, and with minutes of a time that can be', () => {
    for (const state of ['registered', 'released', 'closed'] as const)
      for (const outcome of AUTHORITY_OUTCOMES)
        for (const handovers of [[], [NOW - DAY], [NOW, NOW - DAY]])
          for (const signedAt of [undefined, NOW - 2 * DAY, NOW - DAY, NOW, NOW + 1]) {
            const verdict = decideAuthorityClosing(
              { state, receivedAt: NOW - 2 * DAY },
              { outcome, handovers, now: NOW, ...(signedAt !== undefined && { signedAt }) },
            );
            const isInTime =
              signedAt === undefined ||
              (signedAt <= NOW && (handovers.length === 0 || signedAt >= NOW - DAY));
            const inTime = isInTime ? 'allowed' : 'AUTHORITY_REQUEST.TIME_INVALID';
            const expected =
              state === 'closed'
                ? 'AUTHORITY_REQUEST.CLOSED'
                : outcome !== 'handed-over'
                  ? handovers.length > 0
                    ? 'AUTHORITY_REQUEST.HANDED_OVER'
                    : inTime
                  : handovers.length === 0
                    ? 'AUTHORITY_REQUEST.NOTHING_HANDED_OVER'
                    : signedAt === undefined
                      ? 'AUTHORITY_REQUEST.MINUTES_REQUIRED'
                      : inTime;
            expect([state, outcome, handovers, signedAt, codeOf(verdict)]).toEqual([
              state,
              outcome,
              handovers,
              signedAt,
              expected,
            ]);
          }
  });

  it('has its fields in the order of the registry, each once, and no other', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...FIELD_NAMES)), (fields) => {
        const ordered = inOrder(fields);
        expect(new Set(ordered)).toEqual(new Set(fields));
        expect(new Set(ordered).size).toBe(ordered.length);
        const places = ordered.map((field) => FIELD_NAMES.indexOf(field));
        expect(places).toEqual(places.toSorted((a, b) => a - b));
      }),
    );
  });
});
