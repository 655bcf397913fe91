import type { Receipt, ReliedOn } from '@temkin/kernel';
import {
  keyOf,
  numberOf,
  optional,
  relyOn,
  textOf,
  type Item,
  type Key,
  type StoredItem,
  type Table,
  type Write,
} from '@temkin/storage';
import {
  nextStep,
  segmentOf,
  stopTimeline,
  TIMELINES,
  type DoneStep,
  type NumberUse,
  type StepName,
  type StopCause,
  type Timeline,
  type TimelineRun,
} from '../domain/index.ts';
import { dueDelete, duePut } from './due-work.ts';
import { subscriptionItemKey, type Read } from './record-item.ts';

/** Whose a timeline is. */
export interface TimelineName {
  readonly personId: string;
  readonly subscriptionId: string;
}

/**
 * A notice that is owed for a step: `owed` where the suspension is on record and nobody was told, `begun` where it is on record that the
 * number is opened for it.
 */
export interface Telling {
  readonly name: StepName;
  readonly round: number;
  readonly state: 'owed' | 'begun';
  /** When it came to that; milliseconds since the epoch. */
  readonly at: number;
}

/** A timeline as it is kept. A number has one of each kind; one that is stopped or over may begin again. */
export interface KeptTimeline extends TimelineName {
  readonly run: TimelineRun;
  readonly telling?: Telling;
  /** When it is looked at next, milliseconds since the epoch; absent where nothing comes any more. */
  readonly nextAt?: number;
  readonly version: number;
  readonly receipt: Receipt;
}

/** A timeline that its number's standing is to be changed by, or that is stopped with it. */
export type ReadTimeline = Read<KeptTimeline>;

const timelineKey = (tenant: string, { personId, subscriptionId }: TimelineName, timeline: Timeline): Key =>
  keyOf('subscribers', 'timeline', {
    tenant,
    segment: segmentOf(personId),
    personId,
    subscriptionId,
    timeline,
  });

const toItem = ({ run, telling, nextAt, version, receipt }: KeptTimeline): Item => ({
  use: run.use,
  startedAt: run.startedAt,
  done: run.done.map(({ name, round, at }) => ({ name, round, at })),
  ...(run.stopped !== undefined && { stopped: { cause: run.stopped.cause, at: run.stopped.at } }),
  ...(telling !== undefined && { telling: { ...telling } }),
  ...(nextAt !== undefined && { nextAt }),
  version,
  eventId: receipt.eventId,
  leaf: receipt.leaf,
});

/** A timeline as an item with its key. */
export const storedTimeline = (tenant: string, kept: KeptTimeline): StoredItem => ({
  key: timelineKey(tenant, kept, kept.run.timeline),
  item: toItem(kept),
});

const lost = (): Error => new Error('a stored timeline has lost its shape');

const itemIn = (item: Item, name: string): Item | undefined => {
  const value = item[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'object' || value instanceof Uint8Array || Array.isArray(value)) throw lost();
  return value as Item;
};

const stepIn = (item: Item): DoneStep => ({
  name: textOf(item, 'name') as StepName,
  round: numberOf(item, 'round'),
  at: numberOf(item, 'at'),
});

const runIn = (timeline: Timeline, item: Item): TimelineRun => {
  if (!Array.isArray(item.done)) throw lost();
  const stopped = itemIn(item, 'stopped');
  return {
    timeline,
    use: textOf(item, 'use') as NumberUse,
    startedAt: numberOf(item, 'startedAt'),
    done: (item.done as readonly Item[]).map(stepIn),
    ...(stopped !== undefined && {
      stopped: { cause: textOf(stopped, 'cause') as StopCause, at: numberOf(stopped, 'at') },
    }),
  };
};

/** The timeline that an item is. */
export const toTimeline = (
  tenant: string,
  names: TimelineName,
  timeline: Timeline,
  item: Item,
): ReadTimeline => {
  const telling = itemIn(item, 'telling');
  const nextAt = optional(numberOf, item, 'nextAt');
  const version = numberOf(item, 'version');
  return {
    personId: names.personId,
    subscriptionId: names.subscriptionId,
    run: runIn(timeline, item),
    ...(telling !== undefined && {
      telling: { ...stepIn(telling), state: textOf(telling, 'state') as Telling['state'] },
    }),
    ...(nextAt !== undefined && { nextAt }),
    version,
    receipt: { eventId: textOf(item, 'eventId'), leaf: textOf(item, 'leaf') },
    reliedOn: relyOn(timelineKey(tenant, names, timeline), version),
  };
};

/** Whether a timeline has anything in store. */
export const isRunning = ({ nextAt }: Pick<KeptTimeline, 'nextAt'>): boolean => nextAt !== undefined;

/** What is looked at, and when, on behalf of a timeline. */
export const dueOf = (
  tenant: string,
  { run, personId, subscriptionId }: Omit<KeptTimeline, 'nextAt'>,
  dueAt: number,
) => ({
  what: run.timeline,
  tenant,
  id: subscriptionId,
  personId,
  dueAt,
});

const asRead = ({ version }: ReliedOn): Extract<Write, { kind: 'check' }>['condition'] => [
  { attribute: 'version', is: 'equal', to: version },
];

/**
 * Begins a timeline, in the transaction that says why: the timeline, and when it is looked at. `former` is the same timeline of that
 * number as it was read, where it had one: it must not be running. Where no law knows of such a timeline yet there is nothing to write.
 * Refused where another began meanwhile. **It is a change of the subscription**: the same transaction must write the subscription, or
 * `touchSubscriptionWrite`, so that whoever moves it at the same moment meets it.
 */
export const startTimelineWrites = (
  tenant: string,
  names: TimelineName,
  run: TimelineRun,
  { former, receipt }: { readonly former?: ReadTimeline | undefined; readonly receipt: Receipt },
): readonly Write[] => {
  const next = nextStep(run, run.startedAt);
  if (next.is === 'over') return [];
  const nextAt = next.is === 'due' ? run.startedAt : next.until;
  const kept: KeptTimeline = {
    personId: names.personId,
    subscriptionId: names.subscriptionId,
    run,
    nextAt,
    version: (former?.version ?? 0) + 1,
    receipt,
  };
  return [
    {
      kind: 'put',
      key: timelineKey(tenant, names, run.timeline),
      item: toItem(kept),
      condition: former === undefined ? 'absent' : asRead(former.reliedOn),
    },
    duePut(dueOf(tenant, kept, nextAt)),
  ];
};

/**
 * Keeps a timeline as it has become; the next instant is due beside it. What was due before is left to whoever was woken by it. Refused
 * where it is no longer as it was read.
 */
export const keepTimelineWrite = (
  tenant: string,
  former: ReadTimeline,
  become: Pick<KeptTimeline, 'run' | 'telling' | 'nextAt' | 'receipt'>,
): Write => ({
  kind: 'put',
  key: timelineKey(tenant, former, former.run.timeline),
  item: toItem({
    ...become,
    personId: former.personId,
    subscriptionId: former.subscriptionId,
    version: former.version + 1,
  }),
  condition: asRead(former.reliedOn),
});

/**
 * Stops a timeline, in the transaction of what stops it; nothing where such a cause does not stop it, or where it is over. A notice that
 * is owed is owed no more. Refused where the timeline is no longer as it was read.
 */
export const stopTimelineWrites = (
  tenant: string,
  former: ReadTimeline,
  { cause, at, receipt }: { readonly cause: StopCause; readonly at: number; readonly receipt: Receipt },
): readonly Write[] => {
  const run = stopTimeline(former.run, cause, at);
  if (former.nextAt === undefined || run === former.run) return [];
  return [
    keepTimelineWrite(tenant, former, { run, receipt }),
    dueDelete(dueOf(tenant, former, former.nextAt)),
  ];
};

/** Counts a change of a subscription whose fields and standing stay as they are. Refused where it is no longer as it was read. */
export const touchSubscriptionWrite = (
  tenant: string,
  { personId, subscriptionId, reliedOn }: TimelineName & { readonly reliedOn: ReliedOn },
  receipt: Receipt,
): Write => ({
  kind: 'update',
  key: subscriptionItemKey(tenant, personId, subscriptionId),
  set: { eventId: receipt.eventId, leaf: receipt.leaf },
  add: { version: 1 },
  condition: asRead(reliedOn),
});

/** Timelines of numbers. */
export const timelines = (table: Table) => ({
  find: async (
    tenant: string,
    names: TimelineName,
    timeline: Timeline,
  ): Promise<ReadTimeline | undefined> => {
    const item = await table.get(timelineKey(tenant, names, timeline));
    return item && toTimeline(tenant, names, timeline, item);
  },

  /** All that a number has or had, at most one of each kind. One read. */
  ofSubscription: async (tenant: string, names: TimelineName): Promise<readonly ReadTimeline[]> => {
    const items = await table.getMany(TIMELINES.map((timeline) => timelineKey(tenant, names, timeline)));
    return TIMELINES.flatMap((timeline, i) => {
      const item = items[i];
      return item === undefined ? [] : [toTimeline(tenant, names, timeline, item)];
    });
  },
});

export type Timelines = ReturnType<typeof timelines>;
