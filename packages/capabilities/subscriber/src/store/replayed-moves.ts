import type { OcsfEvent } from '@temkin/audit-event';
import {
  END_CAUSES,
  stateUnder,
  type EndCause,
  type Hold,
  type HoldCause,
  type HoldLevel,
  type Standing,
} from '../domain/index.ts';

/** What an event says of one number: that it was held, let go again, or ended. */
export type ReplayedMove = {
  /** The version of the number that the move made. */
  readonly version: number;
} & (
  | { readonly is: 'hold'; readonly hold: Hold }
  | { readonly is: 'lift'; readonly cause: HoldCause }
  /** Milliseconds since the epoch. */
  | { readonly is: 'end'; readonly cause: EndCause; readonly at: number }
);

/** Names within a tenant, as one word. */
export const within = (tenant: string, id: string): string => JSON.stringify([tenant, id]);

const moveIn = ({ api, time, unmapped }: OcsfEvent, version: number): ReplayedMove | undefined => {
  const { change = '', grounds = '' } = unmapped;
  switch (api.operation) {
    case 'subscription.suspend':
      return { version, is: 'hold', hold: { cause: grounds as HoldCause, level: change as HoldLevel } };
    case 'subscription.resume':
      return { version, is: 'lift', cause: change as HoldCause };
    case 'subscription.terminate':
    case 'subscription.transfer': {
      const cause = END_CAUSES.find((one) => one === grounds) ?? 'holder-request';
      return { version, is: 'end', cause, at: time };
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
      const move = type === 'subscription' ? moveIn(event, Number(version)) : undefined;
      if (move === undefined) continue;
      const name = within(event.metadata.tenant_uid, uid);
      moves.set(name, [...(moves.get(name) ?? []), move]);
    }
  }
  return new Map([...moves].map(([name, made]) => [name, made.toSorted((a, b) => a.version - b.version)]));
};

/** Where a number stands after a move. What has no service yet is not held, and what has ended stays so. */
export const standingAfter = (standing: Standing, move: ReplayedMove): Standing => {
  if (standing.state === 'terminated') return standing;
  if (move.is === 'end') return { state: 'terminated', holds: [] };
  if (standing.state === 'pending') return standing;
  const cause = move.is === 'hold' ? move.hold.cause : move.cause;
  const others = standing.holds.filter((hold) => hold.cause !== cause);
  const holds = move.is === 'hold' ? [...others, move.hold] : others;
  return { state: stateUnder(holds), holds };
};
