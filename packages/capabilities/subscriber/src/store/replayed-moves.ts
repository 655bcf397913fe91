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
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What an event says of one number: that it was held, let go again, verified, or ended. */
export type ReplayedMove = {
  /** The version of the number that the move made. */
  readonly version: number;
  /** Of the event: UUIDv7, so that they are in order of time. */
  readonly eventId: string;
} & (
  | { readonly is: 'hold'; readonly hold: Hold }
  | { readonly is: 'lift'; readonly cause: HoldCause }
  | ReplayedSettlement
  /** Milliseconds since the epoch. */
  | { readonly is: 'end'; readonly cause: EndCause; readonly at: number }
);

/** Names within a tenant, as one word. */
export const within = (tenant: string, id: string): string => JSON.stringify([tenant, id]);

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
  const { api, time: at, unmapped, resources } = event;
  const { change = '', grounds = '' } = unmapped;
  switch (api.operation) {
    case 'subscription.suspend':
      return { is: 'hold', hold: { cause: grounds as HoldCause, level: change as HoldLevel } } as const;
    case 'subscription.resume':
      return liftIn(event);
    case 'subscription.verify':
      return change === 'begun' || change === 'asked'
        ? undefined
        : ({
            is: 'settle',
            because: 'verified',
            ...flagged(event),
            ofIdentity: grounds !== 'face',
            at,
          } as const);
    case 'subscription.finding': {
      if (change !== 'withdrawn') return undefined;
      const { settles } = flagged(event);
      const findingId = resources.find(({ type }) => type === 'subscription-finding')?.uid;
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
