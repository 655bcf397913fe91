import {
  keyOf,
  numberOf,
  optional,
  relyOn,
  textOf,
  type Item,
  type Key,
  type Table,
  type Write,
} from '@temkin/storage';
import { segmentOf, type SubscriptionState } from '../domain/index.ts';
import { duePut } from './due-work.ts';
import type { Read } from './record-item.ts';
import type { TimelineName } from './timelines.ts';

/**
 * How far an order came: `waiting`; `begun` once it is on record that the number is opened for it; `acknowledged` by the network, or
 * `unsupported` where there is none.
 */
export type OrderStatus = 'waiting' | 'begun' | 'acknowledged' | 'unsupported';

/** What a network is to make of a number. A number has one order: that of its last change. */
export interface Order extends TimelineName {
  readonly state: SubscriptionState;
  /** Of the subscription, which the order is of. */
  readonly version: number;
  /** Milliseconds since the epoch, as the one below. */
  readonly orderedAt: number;
  readonly status: OrderStatus;
  readonly answeredAt?: number;
  readonly acknowledgement?: string;
}

const orderKey = (tenant: string, { personId, subscriptionId }: TimelineName): Key =>
  keyOf('subscribers', 'order', { tenant, segment: segmentOf(personId), personId, subscriptionId });

/** The order that an item is. */
const toOrder = (tenant: string, names: TimelineName, item: Item): Read<Order> => {
  const answeredAt = optional(numberOf, item, 'answeredAt');
  const acknowledgement = optional(textOf, item, 'acknowledgement');
  const version = numberOf(item, 'version');
  return {
    personId: names.personId,
    subscriptionId: names.subscriptionId,
    state: textOf(item, 'state') as SubscriptionState,
    version,
    orderedAt: numberOf(item, 'orderedAt'),
    status: textOf(item, 'status') as OrderStatus,
    ...(answeredAt !== undefined && { answeredAt }),
    ...(acknowledgement !== undefined && { acknowledgement }),
    reliedOn: relyOn(orderKey(tenant, names), version),
  };
};

/**
 * Orders what a network is to make of a number, in the transaction of the move that says so, which checks the subscription's version;
 * what was ordered before and not carried out yet is done with.
 */
export const provisioningWrite = (
  tenant: string,
  { personId, subscriptionId }: TimelineName,
  { state, version, at }: Pick<Order, 'state' | 'version'> & { readonly at: number },
): readonly Write[] => [
  {
    kind: 'put',
    key: orderKey(tenant, { personId, subscriptionId }),
    item: { state, version, orderedAt: at, status: 'waiting' },
  },
  duePut({ what: 'order', tenant, id: subscriptionId, personId, dueAt: at }),
];

/** Notes how far an order came. Refused where it is another by now, or came further. */
export const orderWentOnWrite = (
  { reliedOn, status: from }: Read<Order>,
  to: Pick<Order, 'status' | 'answeredAt' | 'acknowledgement'>,
): Write => ({
  kind: 'update',
  key: { table: 'subscribers', partition: reliedOn.partition, sort: reliedOn.sort },
  set: {
    status: to.status,
    ...(to.answeredAt !== undefined && { answeredAt: to.answeredAt }),
    ...(to.acknowledgement !== undefined && { acknowledgement: to.acknowledgement }),
  },
  condition: [
    { attribute: 'version', is: 'equal', to: reliedOn.version },
    { attribute: 'status', is: 'equal', to: from },
  ],
});

/** Orders to networks. */
export const orders = (table: Table) => ({
  find: async (tenant: string, names: TimelineName): Promise<Read<Order> | undefined> => {
    const item = await table.get(orderKey(tenant, names));
    return item && toOrder(tenant, names, item);
  },

  /** Up to a hundred in one read, in the order asked. */
  findMany: async (
    tenant: string,
    named: readonly TimelineName[],
  ): Promise<readonly (Read<Order> | undefined)[]> => {
    const items = await table.getMany(named.map((names) => orderKey(tenant, names)));
    return named.map((names, i) => {
      const item = items[i];
      return item && toOrder(tenant, names, item);
    });
  },
});

export type Orders = ReturnType<typeof orders>;
