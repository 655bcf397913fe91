import { toHex, type RandomBytes } from '@temkin/kernel';
import {
  keyOf,
  numberOf,
  optional,
  partsOf,
  textOf,
  type Item,
  type Table,
  type Write,
} from '@temkin/storage';
import type { ParcelNews } from '../domain/index.ts';
import { messageStore, type QueuedMessage } from './messages.ts';
import type { ListedWebhook } from './webhooks.ts';

/** Partitions of what waits to be told: the last hexadecimal digit of the parcel's id, which is random; so each parcel's lie in order. */
export const ANNOUNCEMENT_SHARDS: readonly string[] = Array.from('0123456789abcdef');

const PAGE_ITEMS = 50;

const announcementKey = ({ tenant, parcelId, eventId }: ParcelNews) =>
  keyOf('webhooks', 'announcement', { shard: parcelId.slice(-1), eventId, tenant, parcelId });

/** Announces a change in the very transaction that makes it: no change is told that was not made, and none is forgotten. */
export const announcementPut = (news: ParcelNews): Write => {
  const { tenant: _tenant, parcelId: _parcelId, eventId: _eventId, ...item } = news;
  return { kind: 'put', key: announcementKey(news), item };
};

const toNews = (partition: string, sort: string, item: Item): ParcelNews | undefined => {
  const parts = partsOf('webhooks', 'announcement', { partition, sort });
  if (parts === undefined) return undefined;
  const [event, facility] = [optional(textOf, item, 'event'), optional(textOf, item, 'facility')];
  return {
    tenant: parts.tenant,
    parcelId: parts.parcelId,
    eventId: parts.eventId,
    state: textOf(item, 'state'),
    version: numberOf(item, 'version'),
    occurredAt: numberOf(item, 'occurredAt'),
    ...(event !== undefined && { event }),
    ...(facility !== undefined && { facility }),
  };
};

/** Changes that wait to be told. Each is gone once it is passed on: there is no place behind which a late one could come. */
export const announcementStore = ({
  table,
  random,
}: {
  readonly table: Table;
  readonly random: RandomBytes;
}) => {
  const { enqueueWrite } = messageStore(table);
  return {
    /** The oldest of a shard, in order of their events. */
    oldest: async (shard: string): Promise<readonly ParcelNews[]> => {
      const { partition } = keyOf('webhooks', 'announcement', {
        shard,
        eventId: '',
        tenant: '',
        parcelId: '',
      });
      const { items } = await table.query({ table: 'webhooks', partition, limit: PAGE_ITEMS });
      return items.flatMap(({ sort, item }) => toNews(partition, sort, item) ?? []);
    },

    /** Ends an announcement and makes its messages, in one. Does nothing where somebody else has done it. */
    passOn: async (
      news: ParcelNews,
      messages: readonly { readonly to: ListedWebhook; readonly message: QueuedMessage }[],
    ): Promise<void> => {
      const writes: readonly Write[] = [
        { kind: 'delete', key: announcementKey(news), condition: 'present' },
        ...messages.map(({ to, message }) => enqueueWrite(to, message)),
      ];
      await table.transact(writes, toHex(random(16)));
    },
  };
};

export type AnnouncementStore = ReturnType<typeof announcementStore>;
