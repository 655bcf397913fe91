import type { OcsfEvent } from '@temkin/audit-event';
import {
  END_CAUSES,
  HOLD_CAUSES,
  settledFlag,
  stateUnder,
  TIMELINES,
  type EndCause,
  type Hold,
  type HoldCause,
  type HoldLevel,
  type Standing,
  type Timeline,
} from '../domain/index.ts';

/** That a verification or a withdrawal settled something. */
export interface ReplayedSettlement {
  readonly is: 'settle';
  readonly because: 'verified' | 'finding-withdrawn';
  /** Holds that were lifted. */
  readonly lifts: readonly HoldCause[];
  /** Kinds of which nothing stands any more: their timelines stopped. */
  readonly settles: readonly Timeline[];
  /** Whether it was of the identity: what had no service yet has it. */
  readonly ofIdentity: boolean;
  /** The finding that was taken back. */
  readonly findingId?: string;
  /** The verification; absent of one whose question is not kept. */
  readonly verificationId?: string;
  /** When that was asked for, where anybody knows: milliseconds since the epoch, as what follows. */
  readonly askedAt?: number;
  readonly at: number;
}

/** What an event says of one number: that it was held, let go again, verified, or ended. */
export type ReplayedMove = {
  /** The version of the number that the move made. */
  readonly version: number;
  /** Of the event: UUIDv7, so that they are in order of time. */
  readonly eventId: string;
} &
  /** Milliseconds since the epoch. */
  (
    | { readonly is: 'hold'; readonly hold: Hold; readonly at: number }
    | { readonly is: 'lift'; readonly cause: HoldCause }
    | ReplayedSettlement
    /** Milliseconds since the epoch. */
    | { readonly is: 'end'; readonly cause: EndCause; readonly at: number }
  );

/** Names within a tenant, as one word. */
export const within = (tenant: string, id: string): string => JSON.stringify([tenant, id]);

const idOf = ({ resources }: OcsfEvent, type: string): string | undefined =>
  resources.find((one) => one.type === type)?.uid;

/**
 * The verifications that a log tells of, and when each was asked for: a moment after the instant that is kept with it. What was found of its
 * number in that moment would have kept it from being asked. Undefined where the log has the answer alone.
 */
export const replayedQuestions = (events: Iterable<OcsfEvent>): Map<string, number | undefined> => {
  const questions = new Map<string, number | undefined>();
  for (const event of events) {
    const { api, metadata, time, unmapped } = event;
    const verificationId = idOf(event, 'subscription-verification');
    if (api.operation !== 'subscription.verify' || verificationId === undefined) continue;
    const name = within(metadata.tenant_uid, verificationId);
    // A worker that asks a silent source again says nothing of what for.
    const isQuestion = unmapped.change === 'asked' && unmapped.grounds !== undefined;
    questions.set(name, isQuestion ? time : questions.get(name));
  }
  return questions;
};

const flagged = ({ unmapped: { flags = [] } }: OcsfEvent) => ({
  lifts: HOLD_CAUSES.filter((cause) => flags.includes(cause)),
  settles: TIMELINES.filter((timeline) => flags.includes(settledFlag(timeline))),
});

/** What was lifted because somebody was verified, or a finding taken back, settles its kind. */
const liftIn = ({ time: at, unmapped }: OcsfEvent) => {
  const { change = '', grounds } = unmapped;
  const cause = change as HoldCause;
  if (grounds !== 'verified' && grounds !== 'finding-withdrawn') return { is: 'lift', cause } as const;
  const settles = TIMELINES.filter((timeline) => timeline === cause);
  return { is: 'settle', because: grounds, lifts: [cause], settles, ofIdentity: false, at } as const;
};

const moveIn = (event: OcsfEvent) => {
  const { api, time: at, unmapped } = event;
  const { change = '', grounds = '' } = unmapped;
  switch (api.operation) {
    case 'subscription.suspend':
      return { is: 'hold', hold: { cause: grounds as HoldCause, level: change as HoldLevel }, at } as const;
    case 'subscription.resume':
      return liftIn(event);
    case 'subscription.verify': {
      const verificationId = idOf(event, 'subscription-verification');
      return change === 'begun' || change === 'asked'
        ? undefined
        : ({
            is: 'settle',
            because: 'verified',
            ...flagged(event),
            ofIdentity: grounds !== 'face',
            ...(verificationId !== undefined && { verificationId }),
            at,
          } as const);
    }
    case 'subscription.finding': {
      if (change !== 'withdrawn') return undefined;
      const { settles } = flagged(event);
      const findingId = idOf(event, 'subscription-finding');
      return {
        is: 'settle',
        because: 'finding-withdrawn',
        lifts: settles,
        settles,
        ofIdentity: false,
        ...(findingId !== undefined && { findingId }),
        at,
      } as const;
    }
    case 'subscription.terminate':
    case 'subscription.transfer': {
      const cause = END_CAUSES.find((one) => one === grounds) ?? 'holder-request';
      return { is: 'end', cause, at } as const;
    }
    default:
      return undefined;
  }
};

/** The moves that a log tells of, number by number, in the order in which they were made. */
export const replayedMoves = (events: Iterable<OcsfEvent>): ReadonlyMap<string, readonly ReplayedMove[]> => {
  const moves = new Map<string, ReplayedMove[]>();
  for (const event of events) {
    if (event.unmapped.outcome !== 'allowed') continue;
    for (const { type, uid, version } of event.resources) {
      const move = type === 'subscription' ? moveIn(event) : undefined;
      if (move === undefined) continue;
      const name = within(event.metadata.tenant_uid, uid);
      const made = { ...move, version: Number(version), eventId: event.metadata.uid };
      moves.set(name, [...(moves.get(name) ?? []), made]);
    }
  }
  return new Map([...moves].map(([name, made]) => [name, made.toSorted((a, b) => a.version - b.version)]));
};

/** Where a number stands after a move. What has no service yet is not held until it is verified, and what has ended stays so. */
export const standingAfter = (standing: Standing, move: ReplayedMove): Standing => {
  if (standing.state === 'terminated') return standing;
  if (move.is === 'end') return { state: 'terminated', holds: [] };
  if (standing.state === 'pending')
    return move.is === 'settle' && move.ofIdentity ? { state: 'active', holds: [] } : standing;
  if (move.is === 'settle') {
    const left = standing.holds.filter(({ cause }) => !move.lifts.includes(cause));
    return { state: stateUnder(left), holds: left };
  }
  const cause = move.is === 'hold' ? move.hold.cause : move.cause;
  const others = standing.holds.filter((hold) => hold.cause !== cause);
  const holds = move.is === 'hold' ? [...others, move.hold] : others;
  return { state: stateUnder(holds), holds };
};
