import {
  BEGIN_MOVERS,
  END_RULES,
  HOLD_RULES,
  type EndCause,
  type LiftReason,
  type Move,
  type Mover,
} from './subscription-moves.ts';
import type { SubscriptionState } from '../record/subscriber-record.ts';
import { stateUnder, type Hold } from './subscription-states.ts';
import type { Timeline } from './timelines.ts';

/** Where a subscription stands. */
export interface Standing {
  readonly state: SubscriptionState;
  readonly holds: readonly Hold[];
}

/** Everything a move is decided upon. */
export interface MoveQuestion {
  /** Undefined for a number that begins. */
  readonly standing?: Standing | undefined;
  readonly move: Move;
  readonly by: Mover;
  /**
   * Whether a verification of its holder is kept that fits what the move needs: the first, or the one that was asked for again. Of an
   * import: and nothing severe is wrong with the record.
   */
  readonly isVerified: boolean;
  /** Timelines of the number that run, whether they have suspended it by now or not. */
  readonly running?: readonly Timeline[];
}

export type MoveVerdict =
  | {
      readonly allowed: true;
      readonly standing: Standing;
      /** The timeline that must begin with it: an old system's number whose holder nobody has verified. */
      readonly begins?: 'wrong-information';
    }
  | {
      readonly allowed: false;
      readonly code:
        | 'SUBSCRIPTION.MOVE_NOT_YOURS'
        | 'SUBSCRIPTION.STATE_NOT_ALLOWED'
        | 'SUBSCRIPTION.NOT_VERIFIED'
        | 'SUBSCRIPTION.NOT_HELD'
        | 'SUBSCRIPTION.IDENTITY_IN_DOUBT';
    };

const no = (code: Extract<MoveVerdict, { readonly allowed: false }>['code']): MoveVerdict => ({
  allowed: false,
  code,
});

const yes = (state: SubscriptionState, holds: readonly Hold[] = []): MoveVerdict => ({
  allowed: true,
  standing: { state, holds },
});

/**
 * Decides a move by the tables of moves alone. Who may not is told that first, whatever the number's state. Nothing leaves
 * `terminated`, and nothing is served before it was verified (Decree 163/2024 Art 20; Circular 08/2026 Art 3.3), but for the numbers
 * of an old system, which begin the timeline of wrong information with that. Time is no part of it: a timeline says when.
 */
export const decideMove = (question: MoveQuestion): MoveVerdict => {
  const { move, by, standing, isVerified } = question;
  if (!moversOf(move).includes(by)) return no('SUBSCRIPTION.MOVE_NOT_YOURS');
  switch (move.name) {
    case 'register':
      return standing === undefined ? yes('pending') : no('SUBSCRIPTION.STATE_NOT_ALLOWED');
    case 'import':
      return standing === undefined
        ? decideImport(move.state, move.mode, isVerified)
        : no('SUBSCRIPTION.STATE_NOT_ALLOWED');
    case 'verify':
      if (standing?.state !== 'pending') return no('SUBSCRIPTION.STATE_NOT_ALLOWED');
      return isVerified ? yes('active') : no('SUBSCRIPTION.NOT_VERIFIED');
    case 'hold':
      return decideHold(standing, { cause: move.cause, level: move.level });
    case 'lift':
      return decideLift(standing, move.cause, move.because, isVerified);
    case 'end':
      return decideEnd(standing, move.cause, question.running);
  }
};

const moversOf = (move: Move): readonly Mover[] => {
  switch (move.name) {
    case 'hold':
      return HOLD_RULES[move.cause].by;
    case 'lift':
      return HOLD_RULES[move.cause].lifts[move.because] ?? [];
    case 'end':
      return END_RULES[move.cause].by;
    default:
      return BEGIN_MOVERS[move.name];
  }
};

const decideImport = (
  state: SubscriptionState,
  mode: 'strict' | 'legacy',
  isVerified: boolean,
): MoveVerdict => {
  const level = { 'suspended-one-way': 'one-way', 'suspended-two-way': 'two-way' } as const;
  const holds: readonly Hold[] =
    state === 'suspended-one-way' || state === 'suspended-two-way'
      ? [{ cause: 'imported', level: level[state] }]
      : [];
  if (isVerified || state === 'pending' || state === 'terminated') return yes(state, holds);
  if (mode === 'strict') return no('SUBSCRIPTION.NOT_VERIFIED');
  return { allowed: true, standing: { state, holds }, begins: 'wrong-information' };
};

const isServedOrHeld = (standing: Standing | undefined): standing is Standing =>
  standing !== undefined && standing.state !== 'pending' && standing.state !== 'terminated';

/** A hold of the same cause becomes stricter and never milder: what is lifted is lifted. */
const decideHold = (standing: Standing | undefined, hold: Hold): MoveVerdict => {
  if (!isServedOrHeld(standing)) return no('SUBSCRIPTION.STATE_NOT_ALLOWED');
  const former = standing.holds.find(({ cause }) => cause === hold.cause);
  if (former !== undefined && (former.level === hold.level || former.level === 'two-way'))
    return no('SUBSCRIPTION.STATE_NOT_ALLOWED');
  const holds = [...standing.holds.filter(({ cause }) => cause !== hold.cause), hold];
  return yes(stateUnder(holds), holds);
};

const decideLift = (
  standing: Standing | undefined,
  cause: Hold['cause'],
  because: LiftReason,
  isVerified: boolean,
): MoveVerdict => {
  if (!isServedOrHeld(standing)) return no('SUBSCRIPTION.STATE_NOT_ALLOWED');
  if (!standing.holds.some((hold) => hold.cause === cause)) return no('SUBSCRIPTION.NOT_HELD');
  if (because === 'verified' && !isVerified) return no('SUBSCRIPTION.NOT_VERIFIED');
  const holds = standing.holds.filter((hold) => hold.cause !== cause);
  return yes(stateUnder(holds), holds);
};

const decideEnd = (
  standing: Standing | undefined,
  cause: EndCause,
  running: readonly Timeline[] = [],
): MoveVerdict => {
  const { from, unlessHeld } = END_RULES[cause];
  if (standing === undefined || !from.includes(standing.state)) return no('SUBSCRIPTION.STATE_NOT_ALLOWED');
  const doubts = [...standing.holds.map((hold) => hold.cause), ...running];
  if (doubts.some((doubt) => unlessHeld.includes(doubt))) return no('SUBSCRIPTION.IDENTITY_IN_DOUBT');
  // A timeline ends a number by its own hold only, however strictly another holds it.
  const own = standing.holds.find((hold) => hold.cause === cause);
  if ((cause === 'wrong-information' || cause === 'device-change') && own?.level !== 'two-way')
    return no('SUBSCRIPTION.NOT_HELD');
  return yes('terminated');
};
