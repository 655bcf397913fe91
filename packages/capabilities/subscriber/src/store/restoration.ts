import type { OcsfEvent } from '@temkin/audit-event';
import { numberOf, partsOf, type Item, type Key, type Restoration, type StoredItem } from '@temkin/storage';
import { duePut } from './due-work.ts';
import { missingDueWork } from './missing-due-work.ts';
import { holdItems, standingIn } from './record-item.ts';
import { replayedMoves, standingAfter, within, type ReplayedMove } from './replayed-moves.ts';

/** The people whom a log says were erased. */
const erasedBy = (events: Iterable<OcsfEvent>): ReadonlySet<string> => {
  const erased = new Set<string>();
  for (const { api, metadata, resources, unmapped } of events)
    if (api.operation === 'subscriber.erase' && unmapped.outcome === 'allowed')
      for (const { type, uid } of resources)
        if (type === 'subscriber') erased.add(within(metadata.tenant_uid, uid));
  return erased;
};

/** Whose an item is, by its key: whatever lies in a segment begins with a tenant, and behind it a person. */
const lyingAt = ({ partition, sort }: Key): string | undefined => {
  const [kind, tenant = ''] = partition.split('#');
  const [personId = ''] = sort.split('#');
  return kind === 'R' ? within(decodeURIComponent(tenant), decodeURIComponent(personId)) : undefined;
};

/** Whose an item is that says so itself, or by its name. */
const namedIn = ({ key, item }: StoredItem): string | undefined => {
  const bound = partsOf('subscribers', 'boundPerson', key);
  if (bound !== undefined) return within(bound.tenant, bound.personId);
  const tenant =
    partsOf('subscribers', 'subscriptionHolder', key)?.tenant ??
    partsOf('subscribers', 'dueWork', key)?.tenant;
  return tenant !== undefined && typeof item.personId === 'string'
    ? within(tenant, item.personId)
    : undefined;
};

/** A number's item after moves. */
const moved = (item: Item, since: readonly ReplayedMove[]): Item => {
  const last = since.at(-1);
  if (last === undefined) return item;
  const before = standingIn(item);
  const { state, holds } = since.reduce(standingAfter, before);
  const end = since.find((move) => move.is === 'end');
  return {
    ...item,
    state,
    holds: holdItems(holds),
    version: last.version,
    ...(end?.is === 'end' && before.state !== 'terminated' && { endedAt: end.at, endCause: end.cause }),
  };
};

const timelineAt = (key: Key) => partsOf('subscribers', 'timeline', key);

interface Ended {
  readonly tenant: string;
  readonly personId: string;
  readonly at: number;
}

/**
 * Brings people back without those who were erased since, of whom nothing comes back, no key and no record; and numbers as far as the log
 * says that they were held, let go or ended since, each in the version that the last such move made. A number that has ended comes back
 * without its timelines, and its holder's erasure is noted. What is due and was not copied with its record is put there. A hold that a timeline of the backup makes again is left to it: the
 * timeline would come upon its own step. No entry by which anybody is found comes back: indexes are made anew.
 */
export const registryRestoration = (events: Iterable<OcsfEvent>): Restoration => {
  const known = [...events];
  const erased = erasedBy(known);
  const moves = replayedMoves(known);
  /** Timelines of the backup that go on by themselves. */
  const running = new Set<string>();
  /** Numbers that have ended since the backup. */
  const ended = new Map<string, Ended>();
  const due = missingDueWork();

  const isErased = (stored: StoredItem): boolean =>
    [lyingAt(stored.key), namedIn(stored)].some((person) => person !== undefined && erased.has(person));

  const isLeft = (tenant: string, subscriptionId: string, move: ReplayedMove): boolean =>
    move.is === 'hold' && running.has(JSON.stringify([tenant, subscriptionId, move.hold.cause]));

  const movesSince = (key: Key, item: Item): readonly ReplayedMove[] => {
    const number = partsOf('subscribers', 'subscription', key);
    if (number === undefined) return [];
    const { tenant, subscriptionId } = number;
    const version = numberOf(item, 'version');
    return (moves.get(within(tenant, subscriptionId)) ?? []).filter(
      (move) => move.version > version && !isLeft(tenant, subscriptionId, move),
    );
  };

  return {
    studies: ['subscribers'],
    tables: ['subscribers', 'subscriber-keys'],
    study: (stored) => {
      if (!isErased(stored)) due.study(stored);
      const { key, item } = stored;
      const timeline = timelineAt(key);
      if (timeline !== undefined && item.nextAt !== undefined)
        running.add(JSON.stringify([timeline.tenant, timeline.subscriptionId, timeline.timeline]));
      const number = partsOf('subscribers', 'subscription', key);
      if (number === undefined || isErased(stored)) return;
      const end = movesSince(key, item).find((move) => move.is === 'end');
      if (end?.is === 'end' && item.state !== 'terminated')
        ended.set(within(number.tenant, number.subscriptionId), { ...number, at: end.at });
    },
    bring: (stored) => {
      if (isErased(stored)) return undefined;
      const { key, item } = stored;
      const timeline = timelineAt(key);
      if (timeline === undefined) return moved(item, movesSince(key, item));
      return ended.has(within(timeline.tenant, timeline.subscriptionId)) ? undefined : item;
    },
    missing: () => [
      ...[...ended.values()].map(({ tenant, personId, at }) => {
        const { key, item } = duePut({ what: 'erasure', tenant, id: personId, personId, dueAt: at });
        return { key, item };
      }),
      // A number that has ended comes back without its timelines.
      ...due.missing(({ what, tenant, id }) => what !== 'order' && ended.has(within(tenant, id))),
    ],
  };
};
