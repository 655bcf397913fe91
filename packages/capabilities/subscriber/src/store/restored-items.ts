import { numberOf, optional, type Item } from '@temkin/storage';
import { holdItems, standingIn } from './record-item.ts';
import { standingAfter, type ReplayedMove, type ReplayedSettlement } from './replayed-moves.ts';

/**
 * As of when identity and face are verified, by what verifications since say: as of their questions, the latest of which counts, whichever
 * was answered last. Where another change of the device was reported between question and answer, the event does not say that the face was
 * compared, and nothing comes back of it: the number is suspended for that change, and no rule asks for the face of one that is.
 */
const vouchedIn = (item: Item, since: readonly ReplayedMove[]): Item => {
  const latest = (name: string, vouches: (move: ReplayedSettlement) => boolean): Item => {
    const instants = since.flatMap((move) =>
      move.is === 'settle' && move.because === 'verified' && vouches(move) ? [move.askedAt ?? move.at] : [],
    );
    return instants.length === 0
      ? {}
      : { [name]: Math.max(...instants, optional(numberOf, item, name) ?? 0) };
  };
  return {
    ...latest('verifiedAt', ({ ofIdentity }) => ofIdentity),
    ...latest('faceComparedAt', ({ settles }) => settles.includes('device-change')),
  };
};

/** A number's item after moves. */
export const numberAfter = (item: Item, since: readonly ReplayedMove[]): Item => {
  const last = since.at(-1);
  if (last === undefined) return item;
  const before = standingIn(item);
  const { state, holds } = since.reduce(standingAfter, before);
  const end = since.find((move) => move.is === 'end');
  const begin = since.find((move) => move.is === 'settle' && move.ofIdentity);
  const begins = before.state === 'pending' && begin?.is === 'settle' && item['serviceStart'] === undefined;
  return {
    ...item,
    state,
    holds: holdItems(holds),
    version: last.version,
    ...(begins && { serviceStart: begin.at }),
    ...vouchedIn(item, since),
    ...(end?.is === 'end' && before.state !== 'terminated' && { endedAt: end.at, endCause: end.cause }),
  };
};

/** A timeline's item that was stopped since: nothing of it is due any more, and no notice is owed. */
export const timelineAfter = (item: Item, { because: cause, at }: ReplayedSettlement): Item => {
  const { nextAt: _next, telling: _telling, ...rest } = item;
  return { ...rest, stopped: { cause, at }, version: numberOf(item, 'version') + 1 };
};

/** A finding's item that was taken back or settled since. */
export const findingAfter = (item: Item, { because, at }: ReplayedSettlement): Item => ({
  ...item,
  [because === 'verified' ? 'settledAt' : 'withdrawnAt']: at,
  version: numberOf(item, 'version') + 1,
});
