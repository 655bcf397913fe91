import type { OcsfEvent } from '@temkin/audit-event';
import {
  numberOf,
  partsOf,
  textOf,
  type Item,
  type Key,
  type LostSince,
  type Restoration,
  type StoredItem,
} from '@temkin/storage';
import { duePut } from './due-work.ts';
import { missingDueWork } from './missing-due-work.ts';
import { remadeTimelines, type RemadeTimeline } from './remade-timelines.ts';
import {
  replayedMoves,
  replayedQuestions,
  within,
  type ReplayedMove,
  type ReplayedSettlement,
} from './replayed-moves.ts';
import { findingAfter, numberAfter, timelineAfter } from './restored-items.ts';

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

const timelineAt = (key: Key) => partsOf('subscribers', 'timeline', key);

const timelineName = (tenant: string, subscriptionId: string, timeline: string): string =>
  JSON.stringify([tenant, subscriptionId, timeline]);

const nameOfTimeline = (key: Key): string => {
  const { tenant = '', subscriptionId = '', timeline = '' } = timelineAt(key) ?? {};
  return timelineName(tenant, subscriptionId, timeline);
};

interface Ended {
  readonly tenant: string;
  readonly personId: string;
  readonly at: number;
}

/**
 * Brings people back without those who were erased since, of whom nothing comes back, no key and no record; and numbers as far as the log
 * says that they were held, let go, verified or ended since, each in the version that the last such move made, with timelines and findings
 * as a verification or a withdrawal left them. A number that has ended comes back without its timelines, and its holder's erasure is noted. What is due and was not copied with its record is put there. A hold that a timeline of the backup makes again is left to it: the
 * timeline would come upon its own step. One whose timeline the backup lacks comes with that, made again (`remadeTimelines`). No entry by which anybody is found comes back: indexes are made anew.
 *
 * Where the log is not whole, nobody knows whether a number that waited for its verification had service since: it waits on, is not ended as
 * one that nobody verified, and is named. Nor whether a timeline that ran was stopped: it goes on, and is named too.
 */
export const registryRestoration = (
  events: Iterable<OcsfEvent>,
  { isLogWhole = true }: { readonly isLogWhole?: boolean } = {},
): Restoration => {
  const known = [...events];
  const erased = erasedBy(known);
  const moves = replayedMoves(known);
  const questions = replayedQuestions(known);
  /** Timelines of the backup that go on by themselves, and the event that made each as it is. */
  const running = new Map<string, string>();
  /** Those that were stopped since. */
  const stops = new Set<string>();
  /** Numbers that have ended since the backup. */
  const over = new Map<string, Ended>();
  /** Numbers of the backup that wait for their verification as far as anybody knows, where that may be wrong. */
  const unsure = new Map<string, LostSince>();
  const due = missingDueWork();
  const remake = remadeTimelines(known);
  /** Numbers of the backup that were suspended since. */
  const suspended: StoredItem[] = [];
  /** All timelines of the backup, whether they run or not. */
  const present = new Set<string>();

  const isErased = (stored: StoredItem): boolean =>
    [lyingAt(stored.key), namedIn(stored)].some((person) => person !== undefined && erased.has(person));

  const isLeft = (tenant: string, subscriptionId: string, move: ReplayedMove): boolean =>
    move.is === 'hold' &&
    (running.get(timelineName(tenant, subscriptionId, move.hold.cause)) ?? move.eventId) < move.eventId;

  /** What stopped a timeline of the backup since, or ended a finding: a later event than the one that made it as it is. */
  const settlementOf = (
    { tenant, subscriptionId }: { readonly tenant: string; readonly subscriptionId: string },
    item: Item,
    fits: (move: ReplayedSettlement) => boolean,
  ): ReplayedSettlement | undefined => {
    const made = moves.get(within(tenant, subscriptionId)) ?? [];
    const eventId = textOf(item, 'eventId');
    for (const move of made) if (move.is === 'settle' && move.eventId > eventId && fits(move)) return move;
    return undefined;
  };

  const stopOf = (key: Key, item: Item): ReplayedSettlement | undefined => {
    const timeline = timelineAt(key);
    return timeline === undefined || item['nextAt'] === undefined
      ? undefined
      : settlementOf(timeline, item, ({ settles }) => settles.some((one) => one === timeline.timeline));
  };

  const endOf = (key: Key, item: Item): ReplayedSettlement | undefined => {
    const finding = partsOf('subscribers', 'finding', key);
    return finding === undefined || (item['withdrawnAt'] ?? item['settledAt']) !== undefined
      ? undefined
      : settlementOf(finding, item, ({ because, findingId, settles }) =>
          because === 'verified'
            ? settles.some((one) => one === item['timeline'])
            : findingId === finding.findingId,
        );
  };

  const movesSince = (key: Key, item: Item): readonly ReplayedMove[] => {
    const number = partsOf('subscribers', 'subscription', key);
    if (number === undefined) return [];
    const { tenant, subscriptionId } = number;
    const version = numberOf(item, 'version');
    return (moves.get(within(tenant, subscriptionId)) ?? [])
      .filter((move) => move.version > version && !isLeft(tenant, subscriptionId, move))
      .map((move) => {
        if (move.is !== 'settle' || move.verificationId === undefined) return move;
        const askedAt = questions.get(within(tenant, move.verificationId));
        return askedAt === undefined ? move : { ...move, askedAt };
      });
  };

  /** Timelines that are made again, by their names. */
  let remade: ReadonlyMap<string, RemadeTimeline> | undefined;
  const remadeNow = (): ReadonlyMap<string, RemadeTimeline> =>
    (remade ??= new Map(
      suspended
        .flatMap(({ key, item }) => remake(key, item, movesSince(key, item)))
        .map((one) => [nameOfTimeline(one.timeline.key), one] as const)
        .filter(([name]) => !running.has(name)),
    ));

  /** Timelines that go on although they may have been stopped since. */
  const goingOn = (): readonly LostSince[] =>
    [
      ...running.keys(),
      ...[...remadeNow()].flatMap(([name, { due: looked }]) => (looked ? [name] : [])),
    ].flatMap((name) => {
      const [tenant = '', id = '', timeline = ''] = JSON.parse(name) as readonly string[];
      const what =
        `timeline of ${timeline} that ran: whether it was stopped since nobody knows, so it goes on; its holder is verified, or what ` +
        'was found is taken back';
      return over.has(within(tenant, id)) ? [] : [{ tenant, id, what }];
    });

  return {
    studies: ['subscribers'],
    tables: ['subscribers', 'subscriber-keys'],
    study: (stored) => {
      if (!isErased(stored)) due.study(stored);
      const { key, item } = stored;
      if (timelineAt(key) !== undefined && !isErased(stored)) {
        const name = nameOfTimeline(key);
        present.add(name);
        if (stopOf(key, item) !== undefined) stops.add(name);
        else if (item['nextAt'] !== undefined) running.set(name, textOf(item, 'eventId'));
      }
      const question = partsOf('subscribers', 'verification', key);
      const asked = question && within(question.tenant, question.verificationId);
      if (asked !== undefined && questions.has(asked)) questions.set(asked, numberOf(item, 'askedAt'));
      const number = partsOf('subscribers', 'subscription', key);
      if (number === undefined || isErased(stored)) return;
      const end = movesSince(key, item).find((move) => move.is === 'end');
      const { tenant, subscriptionId: id } = number;
      if (movesSince(key, item).some((move) => move.is === 'hold')) suspended.push(stored);
      if (end?.is === 'end' && item['state'] !== 'terminated')
        over.set(within(tenant, id), { ...number, at: end.at });
      if (isLogWhole || numberAfter(item, movesSince(key, item))['state'] !== 'pending') return;
      unsure.set(within(tenant, id), {
        tenant,
        id,
        what:
          'number that waited for its verification: whether it had service since nobody knows, so it is not ended by itself; its holder is ' +
          'verified, or it is ended',
      });
    },
    bring: (stored) => {
      if (isErased(stored)) return undefined;
      const { key, item } = stored;
      const timeline = timelineAt(key);
      if (timeline !== undefined) {
        if (over.has(within(timeline.tenant, timeline.subscriptionId))) return undefined;
        const again = remadeNow().get(nameOfTimeline(key));
        if (again !== undefined) return again.timeline.item;
        const stop = stopOf(key, item);
        return stop === undefined ? item : timelineAfter(item, stop);
      }
      const looked = partsOf('subscribers', 'dueWork', key);
      if (looked?.what === 'registration' && unsure.has(within(looked.tenant, looked.id))) return undefined;
      const end = endOf(key, item);
      return end === undefined ? numberAfter(item, movesSince(key, item)) : findingAfter(item, end);
    },
    missing: () => [
      ...[...over.values()].map(({ tenant, personId, at }) => {
        const { key, item } = duePut({ what: 'erasure', tenant, id: personId, personId, dueAt: at });
        return { key, item };
      }),
      ...[...remadeNow()].flatMap(([name, { timeline, due: looked }]) => [
        ...(present.has(name) ? [] : [timeline]),
        ...(looked === undefined ? [] : [looked]),
      ]),
      // A number that has ended comes back without its timelines, and what was stopped is due no more.
      ...due.missing(
        ({ what, tenant, id }) =>
          (what !== 'order' && over.has(within(tenant, id))) || stops.has(timelineName(tenant, id, what)),
      ),
    ],
    lost: () => [...unsure.values(), ...(isLogWhole ? [] : goingOn())],
  };
};
