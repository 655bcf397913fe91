import type { OcsfEvent } from '@temkin/audit-event';
import { numberOf, partsOf, textOf, type Item, type Key, type StoredItem } from '@temkin/storage';
import { nextStep, TIMELINES, type NumberUse, type Timeline, type TimelineRun } from '../domain/index.ts';
import { duePut } from './due-work.ts';
import { standingIn } from './record-item.ts';
import { within, type ReplayedMove } from './replayed-moves.ts';
import { numberAfter } from './restored-items.ts';
import { dueOf, storedTimeline } from './timelines.ts';

/** That something was found of a number which begins a timeline where none ran. */
interface Beginning {
  readonly timeline: Timeline;
  /** The version of the number that it made. */
  readonly version: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** A timeline that is made again. */
export interface RemadeTimeline {
  readonly timeline: StoredItem;
  /** When it is looked at; absent where it has nothing in store any more. */
  readonly due?: StoredItem;
}

/** Whether an event says that something was found: by somebody, by a claim that was confirmed, or by a source that knows another holder. */
const isFound = ({ api, unmapped: { change, outcome } }: OcsfEvent): boolean =>
  (api.operation === 'subscription.finding' && change === 'found') ||
  (api.operation === 'subscription.claim' && change === 'confirmed') ||
  (api.operation === 'subscription.verify' && outcome === 'refused');

/** What was found of numbers, by their names, in the order in which that was. */
const beginningsIn = (events: Iterable<OcsfEvent>): ReadonlyMap<string, readonly Beginning[]> => {
  const all = new Map<string, Beginning[]>();
  for (const event of events) {
    const { metadata, resources, time: at, unmapped } = event;
    const subscription = resources.find(({ type }) => type === 'subscription');
    if (!isFound(event) || subscription?.version === undefined) continue;
    const name = within(metadata.tenant_uid, subscription.uid);
    const begun = TIMELINES.filter((timeline) => unmapped.flags?.includes(timeline) === true);
    const version = Number(subscription.version);
    all.set(name, [...(all.get(name) ?? []), ...begun.map((timeline) => ({ timeline, version, at }))]);
  }
  return all;
};

const isStopOf = (timeline: Timeline, move: ReplayedMove): boolean =>
  (move.is === 'settle' && move.settles.includes(timeline)) ||
  (move.is === 'lift' && move.cause === timeline);

/**
 * Makes timelines again that began after a backup and have suspended their numbers: nobody else would go on with them, for what is found of
 * a suspended number begins none. A timeline has the suspensions that the log tells of, and goes on from the last; its notices, and what was
 * found, are lost. One that has suspended nothing yet is lost with its finding.
 */
export const remadeTimelines = (events: Iterable<OcsfEvent>) => {
  const beginnings = beginningsIn(events);

  /** Those of a number of the backup, by the moves since that none of the backup's timelines makes again. */
  return (key: Key, item: Item, since: readonly ReplayedMove[]): readonly RemadeTimeline[] => {
    const number = partsOf('subscribers', 'subscription', key);
    if (number === undefined) return [];
    const { tenant, personId, subscriptionId } = number;
    const { holds } = standingIn(numberAfter(item, since));
    return TIMELINES.flatMap((timeline) => {
      const stop = since.findLast((move) => isStopOf(timeline, move));
      const from = stop?.version ?? numberOf(item, 'version');
      const suspensions = since.flatMap((move) =>
        move.is === 'hold' && move.hold.cause === timeline && move.version > from ? [move] : [],
      );
      const [first, last] = [suspensions[0], suspensions.at(-1)];
      if (first === undefined || last === undefined || !holds.some(({ cause }) => cause === timeline))
        return [];
      const begun = beginnings
        .get(within(tenant, subscriptionId))
        ?.find((one) => one.timeline === timeline && one.version > from);
      const run: TimelineRun = {
        timeline,
        use: textOf(item, 'use') as NumberUse,
        startedAt: begun?.at ?? first.at,
        done: suspensions.map(({ hold, at }) => ({ name: hold.level, round: 1, at })),
      };
      const next = nextStep(run, last.at);
      const kept = {
        personId,
        subscriptionId,
        run,
        version: 1,
        // As its number has it: of its own last change the leaf is not known.
        receipt: { eventId: textOf(item, 'eventId'), leaf: textOf(item, 'leaf') },
      };
      if (next.is === 'over') return [{ timeline: storedTimeline(tenant, kept) }];
      const nextAt = next.is === 'due' ? last.at : next.until;
      const due = duePut(dueOf(tenant, kept, nextAt));
      return [
        { timeline: storedTimeline(tenant, { ...kept, nextAt }), due: { key: due.key, item: due.item } },
      ];
    });
  };
};
