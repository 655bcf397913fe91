import { accessRestoration } from '@temkin/access';
import type { OcsfEvent } from '@temkin/audit-event';
import { callRestoration } from '@temkin/caller-id';
import type { Clock } from '@temkin/kernel';
import { parcelRestoration } from '@temkin/parcel';
import type { Item, LostSince, Restoration, StoredItem, TableName } from '@temkin/storage';
import { registryRestoration, rightsRestoration } from '@temkin/subscriber';
import { webhookRestoration } from '@temkin/webhook';
import { isExpired } from '../is-expired.ts';
import { wholeParcels } from './whole-parcels.ts';

/** What becomes of an item of the backup: it comes back as it was or as the log says it is now, or not at all. */
export type Fate =
  | { readonly outcome: 'brought' | 'altered'; readonly item: Item }
  | { readonly outcome: 'destroyed' | 'incomplete' | 'expired' | 'logged' };

/** Everything that has a say in a restore, and in which word an item is counted that it leaves out. */
const RESTORATIONS: readonly {
  readonly leavesOut: 'destroyed' | 'incomplete';
  readonly over: (
    events: readonly OcsfEvent[],
    beganMilliseconds: number,
    known: { readonly clock: Clock; readonly isLogWhole: boolean },
  ) => Restoration;
}[] = [
  { leavesOut: 'destroyed', over: parcelRestoration },
  { leavesOut: 'destroyed', over: accessRestoration },
  { leavesOut: 'destroyed', over: webhookRestoration },
  { leavesOut: 'destroyed', over: (events, _, known) => registryRestoration(events, known) },
  { leavesOut: 'destroyed', over: rightsRestoration },
  {
    leavesOut: 'destroyed',
    over: (events, from, { clock }) => callRestoration(events, { from, until: clock.now() }),
  },
  { leavesOut: 'incomplete', over: (_, beganMilliseconds) => wholeParcels(beganMilliseconds) },
];

/** Decides about every item of a backup. All items of the tables under `studies` are shown first, then each is brought. */
export const bringBack = (
  events: readonly OcsfEvent[],
  {
    beganMilliseconds,
    clock,
    logged,
    isLogWhole = true,
  }: {
    readonly beganMilliseconds: number;
    readonly clock: Clock;
    /** Ids of events that stand in the log, and must not wait for it once more. */
    readonly logged: ReadonlySet<string>;
    /** Whether every event since the backup is known. */
    readonly isLogWhole?: boolean;
  },
) => {
  const restorations = RESTORATIONS.map(({ leavesOut, over }) => ({
    leavesOut,
    restoration: over(events, beganMilliseconds, { clock, isLogWhole }),
  }));
  const isLogged = ({ key }: StoredItem): boolean => key.table === 'outbox' && logged.has(key.sort);
  return {
    isLogged,
    /** Items of a table that the backup lacks and the store must have, to be brought after all others. */
    missingFrom: (table: TableName): readonly StoredItem[] =>
      restorations
        .flatMap(({ restoration }) => [...(restoration.missing?.() ?? [])])
        .filter(({ key }) => key.table === table),
    /** What came after the backup and does not come back, of what somebody must do again. */
    lost: (): readonly LostSince[] =>
      restorations.flatMap(({ restoration }) => [...(restoration.lost?.() ?? [])]),
    studies: new Set(restorations.flatMap(({ restoration }) => restoration.studies)),
    study: (stored: StoredItem): void => {
      for (const { restoration } of restorations)
        if (restoration.studies.includes(stored.key.table)) restoration.study(stored);
    },
    bring: ({ key, item: before }: StoredItem): Fate => {
      if (isExpired(before, clock)) return { outcome: 'expired' };
      if (isLogged({ key, item: before })) return { outcome: 'logged' };
      let item = before;
      for (const { leavesOut, restoration } of restorations) {
        if (!restoration.tables.includes(key.table)) continue;
        const after = restoration.bring({ key, item });
        if (after === undefined) return { outcome: leavesOut };
        item = after;
      }
      return { outcome: item === before ? 'brought' : 'altered', item };
    },
  };
};

export type BringBack = ReturnType<typeof bringBack>;
