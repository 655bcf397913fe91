import {
  decideMove,
  END_CAUSES,
  HOLD_CAUSES,
  HOLD_LEVELS,
  LIFT_REASONS,
  MOVERS,
  SERVED_STATES,
  stateUnder,
  SUBSCRIPTION_STATES,
  type Hold,
  type Move,
  type MoveQuestion,
  type Mover,
  type Standing,
} from '@temkin/subscriber/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const ALL_MOVES: readonly Move[] = [
  { name: 'register' },
  ...SUBSCRIPTION_STATES.flatMap((state) =>
    (['strict', 'legacy'] as const).map((mode): Move => ({ name: 'import', state, mode })),
  ),
  { name: 'verify' },
  ...HOLD_CAUSES.flatMap((cause) => HOLD_LEVELS.map((level): Move => ({ name: 'hold', cause, level }))),
  ...HOLD_CAUSES.flatMap((cause) => LIFT_REASONS.map((because): Move => ({ name: 'lift', cause, because }))),
  ...END_CAUSES.map((cause): Move => ({ name: 'end', cause })),
];

const step: fc.Arbitrary<Omit<MoveQuestion, 'standing'>> = fc.record({
  move: fc.constantFrom(...ALL_MOVES),
  by: fc.constantFrom(...MOVERS),
  isVerified: fc.boolean(),
});

const begun = (state: Standing['state'], ...holds: readonly Hold[]): Standing => ({ state, holds });

const codeOf = (standing: Standing | undefined, move: Move, by: Mover, isVerified = true): string => {
  const verdict = decideMove({ standing, move, by, isVerified });
  return verdict.allowed ? verdict.standing.state : verdict.code;
};

const WRONG: Hold = { cause: 'wrong-information', level: 'two-way' };
const ASKED: Hold = { cause: 'holder-request', level: 'one-way' };
const DEVICE: Hold = { cause: 'device-change', level: 'one-way' };

/** Names a standing, whatever the order of its holds. */
const key = ({ state, holds }: Standing): string =>
  JSON.stringify([state, holds.toSorted((a, b) => a.cause.localeCompare(b.cause))]);

/** Where a subscription may go from there, whoever moves it. */
const after = (standing: Standing | undefined): readonly Standing[] =>
  ALL_MOVES.filter(({ name }) => name !== 'import').flatMap((move) =>
    MOVERS.flatMap((by) => {
      const verdict = decideMove({ standing, move, by, isVerified: true });
      return verdict.allowed ? [verdict.standing] : [];
    }),
  );

describe('a subscription', () => {
  it('never comes back once it is terminated, whoever tries what', () => {
    for (const move of ALL_MOVES)
      for (const by of MOVERS)
        for (const isVerified of [true, false])
          for (const holds of [[], [WRONG], [ASKED, DEVICE]])
            expect(
              decideMove({ standing: { state: 'terminated', holds }, move, by, isVerified }).allowed,
            ).toBe(false);
  });

  it('has no service before its holder was verified, on whatever way, but for numbers of an old system', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let standing: Standing | undefined;
        let isKnown = false;
        for (const { move, by, isVerified } of steps) {
          const verdict = decideMove({ standing, move, by, isVerified });
          if (!verdict.allowed) continue;
          if ((move.name === 'verify' || move.name === 'import') && isVerified) isKnown = true;
          const isLegacy = move.name === 'import' && move.mode === 'legacy';
          expect(verdict.begins === undefined || isLegacy).toBe(true);
          if (verdict.begins !== undefined) isKnown = true;
          ({ standing } = verdict);
          expect(isKnown || !SERVED_STATES.includes(standing.state)).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('is in the state that its holds put it in, once it is served', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        let standing: Standing | undefined;
        for (const each of steps) {
          const verdict = decideMove({ standing, ...each });
          if (!verdict.allowed) continue;
          ({ standing } = verdict);
          expect(new Set(standing.holds.map(({ cause }) => cause)).size).toBe(standing.holds.length);
          const isOut = standing.state === 'pending' || standing.state === 'terminated';
          expect(isOut ? standing.holds : standing.state).toEqual(isOut ? [] : stateUnder(standing.holds));
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('can come into every state, and to its end from every one of them', () => {
    const reached = new Map<string, Standing>();
    const open = [...after(undefined)];
    for (let standing = open.pop(); standing !== undefined; standing = open.pop()) {
      if (reached.has(key(standing))) continue;
      reached.set(key(standing), standing);
      open.push(...after(standing));
    }
    expect(new Set([...reached.values()].map(({ state }) => state))).toEqual(new Set(SUBSCRIPTION_STATES));
    for (const standing of reached.values())
      expect([standing, ...after(standing)].some(({ state }) => state === 'terminated')).toBe(true);
  });
});

describe('a move', () => {
  it.each<[string, Standing | undefined, Move, Mover, string]>([
    ['is begun by a registrar', undefined, { name: 'register' }, 'registrar', 'pending'],
    ['is not begun by a worker', undefined, { name: 'register' }, 'worker', 'SUBSCRIPTION.MOVE_NOT_YOURS'],
    [
      'is not begun twice',
      begun('pending'),
      { name: 'register' },
      'registrar',
      'SUBSCRIPTION.STATE_NOT_ALLOWED',
    ],
    ['gives service when verified', begun('pending'), { name: 'verify' }, 'worker', 'active'],
    [
      'does not verify what is served',
      begun('active'),
      { name: 'verify' },
      'registrar',
      'SUBSCRIPTION.STATE_NOT_ALLOWED',
    ],
    [
      'suspends for wrong information by the law’s worker alone',
      begun('active'),
      { name: 'hold', cause: 'wrong-information', level: 'one-way' },
      'registrar',
      'SUBSCRIPTION.MOVE_NOT_YOURS',
    ],
    [
      'suspends nothing that is not served yet',
      begun('pending'),
      { name: 'hold', cause: 'holder-request', level: 'two-way' },
      'holder',
      'SUBSCRIPTION.STATE_NOT_ALLOWED',
    ],
    [
      'keeps the stricter of two holds',
      begun('suspended-two-way', WRONG),
      { name: 'hold', cause: 'device-change', level: 'one-way' },
      'worker',
      'suspended-two-way',
    ],
    [
      'makes no hold milder',
      begun('suspended-two-way', WRONG),
      { name: 'hold', cause: 'wrong-information', level: 'one-way' },
      'worker',
      'SUBSCRIPTION.STATE_NOT_ALLOWED',
    ],
    [
      'leaves the other hold when one is lifted',
      begun('suspended-two-way', WRONG, ASKED),
      { name: 'lift', cause: 'wrong-information', because: 'verified' },
      'registrar',
      'suspended-one-way',
    ],
    [
      'resumes when the last hold is lifted',
      begun('suspended-one-way', ASKED),
      { name: 'lift', cause: 'holder-request', because: 'request-withdrawn' },
      'holder',
      'active',
    ],
    [
      'lifts no hold that there is not',
      begun('suspended-one-way', ASKED),
      { name: 'lift', cause: 'wrong-information', because: 'finding-withdrawn' },
      'registrar',
      'SUBSCRIPTION.NOT_HELD',
    ],
    [
      'does not let the holder withdraw a finding',
      begun('suspended-two-way', WRONG),
      { name: 'lift', cause: 'wrong-information', because: 'finding-withdrawn' },
      'holder',
      'SUBSCRIPTION.MOVE_NOT_YOURS',
    ],
    [
      'does not take a changed device back without a face',
      begun('suspended-one-way', DEVICE),
      { name: 'lift', cause: 'device-change', because: 'finding-withdrawn' },
      'registrar',
      'SUBSCRIPTION.MOVE_NOT_YOURS',
    ],
    [
      'does not transfer what is in doubt',
      begun('suspended-one-way', DEVICE),
      { name: 'end', cause: 'transfer' },
      'registrar',
      'SUBSCRIPTION.IDENTITY_IN_DOUBT',
    ],
    [
      'transfers what its holder has suspended',
      begun('suspended-one-way', ASKED),
      { name: 'end', cause: 'transfer' },
      'registrar',
      'terminated',
    ],
    [
      'does not transfer what nobody was verified for',
      begun('pending'),
      { name: 'end', cause: 'transfer' },
      'registrar',
      'SUBSCRIPTION.STATE_NOT_ALLOWED',
    ],
    [
      'ends for wrong information after both suspensions',
      begun('suspended-two-way', WRONG),
      { name: 'end', cause: 'wrong-information' },
      'worker',
      'terminated',
    ],
    [
      'does not end for wrong information by another’s hold',
      begun('suspended-two-way', { cause: 'holder-request', level: 'two-way' }),
      { name: 'end', cause: 'wrong-information' },
      'worker',
      'SUBSCRIPTION.NOT_HELD',
    ],
    [
      'does not end for wrong information out of one suspension',
      begun('suspended-one-way', { ...WRONG, level: 'one-way' }),
      { name: 'end', cause: 'wrong-information' },
      'worker',
      'SUBSCRIPTION.STATE_NOT_ALLOWED',
    ],
    [
      'ends at its holder’s request',
      begun('active'),
      { name: 'end', cause: 'holder-request' },
      'holder',
      'terminated',
    ],
  ])('%s', (_rule, standing, move, by, outcome) => {
    expect(codeOf(standing, move, by)).toBe(outcome);
  });

  it('gives or returns service only upon a verification', () => {
    expect(codeOf(begun('pending'), { name: 'verify' }, 'registrar', false)).toBe(
      'SUBSCRIPTION.NOT_VERIFIED',
    );
    const lift: Move = { name: 'lift', cause: 'wrong-information', because: 'verified' };
    expect(codeOf(begun('suspended-two-way', WRONG), lift, 'holder', false)).toBe(
      'SUBSCRIPTION.NOT_VERIFIED',
    );
  });
});

describe('an import', () => {
  it('takes the numbers of an old system as they are, and begins the timeline of those nobody verified', () => {
    for (const state of SUBSCRIPTION_STATES) {
      const question = { move: { name: 'import', state, mode: 'legacy' }, by: 'import' } as const;
      const verified = decideMove({ ...question, isVerified: true });
      const not = decideMove({ ...question, isVerified: false });
      expect(verified).toMatchObject({ allowed: true, standing: { state } });
      expect(verified).not.toHaveProperty('begins');
      expect(not).toMatchObject({ allowed: true, standing: { state } });
      expect('begins' in not).toBe(state !== 'pending' && state !== 'terminated');
    }
  });

  it('is strict about those nobody verified', () => {
    for (const state of SUBSCRIPTION_STATES) {
      const move: Move = { name: 'import', state, mode: 'strict' };
      const isServed = state !== 'pending' && state !== 'terminated';
      expect(codeOf(undefined, move, 'import', false)).toBe(isServed ? 'SUBSCRIPTION.NOT_VERIFIED' : state);
      expect(codeOf(undefined, move, 'import', true)).toBe(state);
    }
  });
});
