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
import { NEWS_PER_ANNOUNCEMENT, type Announcement, type ParcelNews } from '../domain/index.ts';
import { messageStore, type QueuedMessage } from './messages.ts';
import type { ListedWebhook } from './webhooks.ts';

/** Partitions of what waits to be told: the last hexadecimal digit of the event's id, which is random. */
export const ANNOUNCEMENT_SHARDS: readonly string[] = Array.from('0123456789abcdef');

const PAGE_ITEMS = 50;

const announcementKey = ({ tenant, eventId, part }: Pick<Announcement, 'tenant' | 'eventId' | 'part'>) =>
  keyOf('webhooks', 'announcement', { shard: eventId.slice(-1), eventId, tenant, part: String(part) });

const toItem = ({ tenant: _tenant, eventId: _eventId, ...change }: ParcelNews): Item => change;

/**
 * Announces changes in the very transaction that makes them: none is told that was not made, and none is forgotten. All are
 * of one tenant and event. `announcedAt` is in milliseconds since the epoch.
 */
export const announcementPuts = (news: readonly ParcelNews[], announcedAt: number): readonly Write[] => {
  const puts: Write[] = [];
  for (let from = 0; from < news.length; from += NEWS_PER_ANNOUNCEMENT) {
    const part = news.slice(from, from + NEWS_PER_ANNOUNCEMENT);
    const [first] = part;
    if (first === undefined) break;
    const { tenant, eventId } = first;
    const key = announcementKey({ tenant, eventId, part: puts.length });
    puts.push({ kind: 'put', key, item: { announcedAt, changes: part.map(toItem) } });
  }
  return puts;
};

const toNews = (tenant: string, eventId: string, item: Item): ParcelNews => {
  const [event, facility] = [optional(textOf, item, 'event'), optional(textOf, item, 'facility')];
  return {
    tenant,
    parcelId: textOf(item, 'parcelId'),
    eventId,
    state: textOf(item, 'state'),
    version: numberOf(item, 'version'),
    occurredAt: numberOf(item, 'occurredAt'),
    ...(event !== undefined && { event }),
    ...(facility !== undefined && { facility }),
  };
};

const toAnnouncement = (partition: string, sort: string, item: Item): Announcement => {
  const parts = partsOf('webhooks', 'announcement', { partition, sort });
  if (parts === undefined || !Array.isArray(item.changes))
    throw new Error('a stored announcement cannot be read');
  const { tenant, eventId } = parts;
  return {
    tenant,
    eventId,
    part: Number(parts.part),
    announcedAt: numberOf(item, 'announcedAt'),
    news: item.changes.map((change: Item) => toNews(tenant, eventId, change)),
  };
};

/** Reads an announcement; a function, so that one which cannot be read stops nobody from reading the others. */
export type ReadAnnouncement = () => Announcement;

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
    /** Those of a shard in order of their events; `next` is the `after` of the following page. */
    page: async (
      shard: string,
      after: string | undefined,
    ): Promise<{ readonly announcements: readonly ReadAnnouncement[]; readonly next?: string }> => {
      const { partition } = keyOf('webhooks', 'announcement', { shard, eventId: '', tenant: '', part: '' });
      const { items, next } = await table.query({
        table: 'webhooks',
        partition,
        limit: PAGE_ITEMS,
        ...(after !== undefined && { after }),
      });
      return {
        announcements: items.map(
          ({ sort, item }) =>
            () =>
              toAnnouncement(partition, sort, item),
        ),
        ...(next !== undefined && { next }),
      };
    },

    /** Ends an announcement and makes its messages, in one. Does nothing where somebody else has done it. */
    passOn: async (
      announcement: Announcement,
      messages: readonly { readonly to: ListedWebhook; readonly message: QueuedMessage }[],
    ): Promise<void> => {
      const writes: readonly Write[] = [
        { kind: 'delete', key: announcementKey(announcement), condition: 'present' },
        ...messages.map(({ to, message }) => enqueueWrite(to, message)),
      ];
      await table.transact(writes, toHex(random(16)));
    },
  };
};

export type AnnouncementStore = ReturnType<typeof announcementStore>;
