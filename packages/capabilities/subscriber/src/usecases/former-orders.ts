import { indexHash, searched, soughtBy, type NumberUse } from '../domain/index.ts';
import type { Orders } from '../store/orders.ts';
import { WORK_COPY } from './begin-index.ts';
import type { Registry } from './registry.ts';

/** A number and who has it, or had it. */
export interface NumberHeld {
  readonly subscriptionId: string;
  /** E.164. */
  readonly phone: string;
  readonly use: NumberUse;
  /** When the registry took the subscription in; milliseconds since the epoch. */
  readonly heldSince: number;
}

/** Former holders of one number that are looked at. */
const SEEN_LIMIT = 99;

/**
 * Whether somebody who had the number before has an order that the network did not answer yet. Where the index of numbers is being made
 * for the first time, as after a restore, nobody can tell: then no order waits, and the network tells by `heldSince` whose the number is.
 */
export const formerOrders = ({
  people,
  states,
  indexKeys,
  entries,
  orders,
}: Pick<Registry, 'people' | 'states' | 'indexKeys' | 'entries'> & { readonly orders: Orders }) => {
  return async (tenant: string, { subscriptionId, phone, use, heldSince }: NumberHeld): Promise<boolean> => {
    const [terms] = soughtBy('msisdn', { msisdn: phone, use })?.terms ?? [];
    const generation = searched((await states.read(tenant, WORK_COPY)).states.msisdn);
    const key = generation && (await indexKeys.find(tenant, 'msisdn', generation.number));
    if (terms === undefined || generation === undefined || key === undefined) return false;
    const hash = indexHash(key, 'msisdn', terms, generation.bits);
    const name = { index: 'msisdn', generation: generation.number, hash } as const;
    const { candidates } = await entries.candidates(tenant, name, SEEN_LIMIT);
    const others = candidates.flatMap((one) =>
      one.subscriptionId === undefined || one.subscriptionId === subscriptionId
        ? []
        : [{ personId: one.personId, subscriptionId: one.subscriptionId }],
    );
    if (others.length === 0) return false;
    const [held, ordered] = await Promise.all([
      people.findSubscriptions(tenant, others),
      orders.findMany(tenant, others),
    ]);
    return ordered.some((order, at) => {
      const since = held[at]?.recordedAt;
      const isUnderWay = order?.status === 'waiting' || order?.status === 'begun';
      return isUnderWay && since !== undefined && since < heldSince;
    });
  };
};
