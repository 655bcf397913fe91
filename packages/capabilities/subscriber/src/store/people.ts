import type { Receipt } from '@temkin/kernel';
import { keyOf, partsOf, relyOn, textOf, type Table, type Write } from '@temkin/storage';
import { retainedUntil, type ProcessingMark, type SealedFields } from '../domain/index.ts';
import { duePut, erasureDue, registrationDue } from './due-work.ts';
import { itemsBelow } from './items-below.ts';
import {
  holderKey,
  personItemKey,
  subscriptionItemKey,
  toPerson,
  toPersonItem,
  toSubscription,
  toSubscriptionItem,
  type Read,
  type SealedPerson,
  type SealedSubscription,
} from './record-item.ts';

/** A record of a segment: a holder, or one of its subscriptions, which come after it. */
export type SegmentRecord =
  | { readonly sort: string; readonly person: Read<SealedPerson>; readonly subscription?: undefined }
  | { readonly sort: string; readonly person?: undefined; readonly subscription: Read<SealedSubscription> };

/** Records of a page of a segment, in order of their sort keys. */
export interface SegmentPage {
  readonly records: readonly SegmentRecord[];
  /** The last sort key that was looked at; the page after begins behind it. Absent where the segment ends. */
  readonly next?: string;
}

const recordAt = (
  tenant: string,
  partition: string,
  { sort, item }: { readonly sort: string; readonly item: Parameters<typeof toPerson>[2] },
): readonly SegmentRecord[] => {
  const ofPerson = partsOf('subscribers', 'person', { partition, sort });
  if (ofPerson !== undefined) return [{ sort, person: toPerson(tenant, ofPerson.personId, item) }];
  const ofSubscription = partsOf('subscribers', 'subscription', { partition, sort });
  return ofSubscription === undefined
    ? []
    : [{ sort, subscription: toSubscription(tenant, ofSubscription, item) }];
};

const PAGE_ITEMS = 100;

/** Read in one request by who clears them away. */
const CLEARED_ITEMS = 100;

/** Holders of numbers and their subscriptions, sealed. */
export const people = (table: Table) => ({
  find: async (tenant: string, personId: string): Promise<Read<SealedPerson> | undefined> => {
    const item = await table.get(personItemKey(tenant, personId));
    return item && toPerson(tenant, personId, item);
  },

  /** Up to a hundred in one read, in the order asked. */
  findMany: async (
    tenant: string,
    personIds: readonly string[],
  ): Promise<readonly (Read<SealedPerson> | undefined)[]> => {
    const items = await table.getMany(personIds.map((personId) => personItemKey(tenant, personId)));
    return personIds.map((personId, i) => {
      const item = items[i];
      return item && toPerson(tenant, personId, item);
    });
  },

  /** Up to a hundred in one read, in the order asked. */
  findSubscriptions: async (
    tenant: string,
    named: readonly { readonly personId: string; readonly subscriptionId: string }[],
  ): Promise<readonly (Read<SealedSubscription> | undefined)[]> => {
    const items = await table.getMany(
      named.map(({ personId, subscriptionId }) => subscriptionItemKey(tenant, personId, subscriptionId)),
    );
    return named.map((names, i) => {
      const item = items[i];
      return item && toSubscription(tenant, names, item);
    });
  },

  /** Whose a subscription is. */
  holderOf: async (tenant: string, subscriptionId: string): Promise<string | undefined> => {
    const item = await table.get(holderKey(tenant, subscriptionId));
    return item && textOf(item, 'personId');
  },

  /** Whose up to a hundred subscriptions are, in the order asked; undefined of ids that nobody has. */
  holdersOf: async (
    tenant: string,
    subscriptionIds: readonly string[],
  ): Promise<readonly (string | undefined)[]> => {
    if (subscriptionIds.length === 0) return [];
    const items = await table.getMany(subscriptionIds.map((id) => holderKey(tenant, id)));
    return items.map((item) => item && textOf(item, 'personId'));
  },

  /** All subscriptions of a holder, a page after the other. */
  async *subscriptionsOf(tenant: string, personId: string): AsyncGenerator<Read<SealedSubscription>, void> {
    const key = subscriptionItemKey(tenant, personId, '');
    for await (const stored of itemsBelow(table, key))
      for (const { subscription } of recordAt(tenant, key.partition, stored))
        if (subscription !== undefined) yield subscription;
  },

  /** The records of a segment from behind a sort key on. */
  page: async (tenant: string, segment: string, after?: string): Promise<SegmentPage> => {
    const { partition } = keyOf('subscribers', 'person', { tenant, segment, personId: '' });
    const { items, next } = await table.query({
      table: 'subscribers',
      partition,
      limit: PAGE_ITEMS,
      ...(after !== undefined && { after }),
    });
    return {
      records: items.flatMap((stored) => recordAt(tenant, partition, stored)),
      ...(next !== undefined && { next }),
    };
  },

  /** A holder that was just written, as whoever reads it finds it. */
  asRead: (tenant: string, person: SealedPerson): Read<SealedPerson> => ({
    ...person,
    reliedOn: relyOn(personItemKey(tenant, person.personId), person.version),
  }),
  /** Whether there is a record in a segment. */
  isAnybodyIn: async (tenant: string, segment: string): Promise<boolean> => {
    const { partition } = keyOf('subscribers', 'person', { tenant, segment, personId: '' });
    return (await table.query({ table: 'subscribers', partition, limit: 1 })).items.length > 0;
  },

  /** Refused where the id is taken. */
  putWrite: (tenant: string, person: SealedPerson): Write => ({
    kind: 'put',
    key: personItemKey(tenant, person.personId),
    item: toPersonItem(person),
    condition: 'absent',
  }),

  /**
   * A subscription, and what leads from its id to its holder; of one that has ended, when its holder may be erased; of one that waits for
   * its verification, until when. Refused where the id is taken.
   */
  subscriptionWrites: (tenant: string, subscription: SealedSubscription): readonly Write[] => {
    const { personId, subscriptionId } = subscription;
    const keptUntil = retainedUntil(subscription);
    return [
      {
        kind: 'put',
        key: subscriptionItemKey(tenant, personId, subscriptionId),
        item: toSubscriptionItem(subscription),
        condition: 'absent',
      },
      {
        kind: 'put',
        key: holderKey(tenant, subscriptionId),
        item: { personId },
        condition: 'absent',
      },
      ...(keptUntil === undefined ? [] : erasureDue(tenant, personId, keptUntil)),
      ...(subscription.standing.state === 'pending' ? [duePut(registrationDue(tenant, subscription))] : []),
    ];
  },

  /** Takes a holder away. Refused where it is no longer as it was read. */
  eraseWrite: (tenant: string, { personId, reliedOn }: Read<SealedPerson>): Write => ({
    kind: 'delete',
    key: personItemKey(tenant, personId),
    condition: [{ attribute: 'version', is: 'equal', to: reliedOn.version }],
  }),

  /** Deletes all that lies beside a holder that is gone, and what led to it. Said again, it goes on with what is left. */
  clearAway: async (tenant: string, personId: string): Promise<void> => {
    const { partition } = personItemKey(tenant, personId);
    for (;;) {
      const { items } = await table.query({
        table: 'subscribers',
        partition,
        prefix: `${encodeURIComponent(personId)}#`,
        limit: CLEARED_ITEMS,
      });
      if (items.length === 0) return;
      for (const { sort } of items) {
        const parts = partsOf('subscribers', 'subscription', { partition, sort });
        // First what leads there: who is cut off in between finds the other again.
        if (parts !== undefined)
          await table.write({ kind: 'delete', key: holderKey(tenant, parts.subscriptionId) });
        await table.write({ kind: 'delete', key: { table: 'subscribers', partition, sort } });
      }
    }
  },

  /** Leaves these marks on a holder's record, which is a change of it. Refused where the holder is no longer as it was read. */
  marksWrite: (
    tenant: string,
    { personId, reliedOn }: Read<SealedPerson>,
    marks: readonly ProcessingMark[],
    { eventId, leaf }: Receipt,
  ): Write => ({
    kind: 'update',
    key: personItemKey(tenant, personId),
    set: { marks: [...marks], eventId, leaf },
    add: { version: 1 },
    condition: [{ attribute: 'version', is: 'equal', to: reliedOn.version }],
  }),

  /** Puts changed fields beside those that stay as they were sealed. Refused where the holder is no longer as it was read. */
  amendWrite: (
    tenant: string,
    { personId, sealed, reliedOn }: Read<SealedPerson>,
    change: { readonly sealed: SealedFields; readonly amendedAt: number; readonly receipt: Receipt },
  ): Write => ({
    kind: 'update',
    key: personItemKey(tenant, personId),
    set: {
      fields: { ...sealed, ...change.sealed },
      amendedAt: change.amendedAt,
      eventId: change.receipt.eventId,
      leaf: change.receipt.leaf,
    },
    add: { version: 1 },
    condition: [{ attribute: 'version', is: 'equal', to: reliedOn.version }],
  }),
});

export type People = ReturnType<typeof people>;
