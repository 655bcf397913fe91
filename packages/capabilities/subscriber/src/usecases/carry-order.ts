import { inForce, type Clock } from '@temkin/kernel';
import {
  acknowledgedWithin,
  openFields,
  retryAt,
  subscriptionRecord,
  type Provisioning,
} from '../domain/index.ts';
import { dueDelete, duePut, type DueWork, type DueWorkStore } from '../store/due-work.ts';
import { orderWentOnWrite, type Order, type Orders } from '../store/orders.ts';
import type { Read } from '../store/record-item.ts';
import type { WorkedOff, WorkOff } from './due-working.ts';
import { formerOrders, type NumberHeld } from './former-orders.ts';
import { dueWorkerFor } from './own-actors.ts';
import { personResource, subscriptionResource } from './refuse.ts';
import type { Registry } from './registry.ts';

/** What carrying orders to networks needs. */
export interface OrderCarrying extends Pick<
  Registry,
  'recorder' | 'people' | 'personKeys' | 'states' | 'indexKeys' | 'entries'
> {
  readonly due: DueWorkStore;
  readonly orders: Orders;
  readonly network: Provisioning;
  readonly clock: Clock;
}

/** How long a network may take over one order. */
const PATIENCE_MILLISECONDS = 5_000;

const MINUTE_MILLISECONDS = 60_000;

/** Looks at one order in a run, at most: it has two changes, and as many again may be somebody else's. */
const LOOKS = 5;

/** What becomes of an order, as an event says it. */
type OrderChange = 'begun' | 'acknowledged' | 'unsupported';

/**
 * Carries the order of a number to its network and keeps the acknowledgement, each on record: the first event is durable before the number
 * is opened. What is ordered of who had the same number before comes first: the order waits until that is answered. What a network
 * refuses or does not answer is tried again later and later, and never given up: a newer order alone takes its place. Whoever is erased
 * meanwhile has no order any more.
 */
export const carryOrder = (carrying: OrderCarrying): WorkOff => {
  const { recorder, people, personKeys, due: queue, orders, network, clock } = carrying;

  const isFormerUnderWay = formerOrders(carrying);

  /** The number as it is kept; undefined of who is erased. */
  const openNumber = async (
    tenant: string,
    { personId, subscriptionId }: Order,
  ): Promise<NumberHeld | undefined> => {
    const key = await personKeys.find(tenant, personId);
    const [subscription] = await people.findSubscriptions(tenant, [{ personId, subscriptionId }]);
    if (key === undefined || subscription === undefined) return undefined;
    const place = { tenant, personId, record: subscriptionRecord(subscriptionId) };
    const { msisdn: phone } = openFields(key, place, subscription.sealed, ['msisdn']);
    const { clear, recordedAt } = subscription;
    return phone === undefined ? undefined : { subscriptionId, phone, use: clear.use, heldSince: recordedAt };
  };

  const note = async (
    due: DueWork,
    order: Read<Order>,
    change: OrderChange,
    acknowledgement?: string,
  ): Promise<boolean> => {
    const isOver = change !== 'begun';
    const recorded = await recorder.commit(
      dueWorkerFor(due.tenant),
      {
        action: 'subscription.provision',
        outcome: 'allowed',
        change,
        flags: [order.state],
        ...(isOver ? {} : { groups: ['msisdn'] }),
        resources: [personResource(order.personId), subscriptionResource(order.subscriptionId)],
      },
      {
        writes: () => [
          orderWentOnWrite(order, {
            status: change,
            ...(isOver && { answeredAt: clock.now() }),
            ...(acknowledgement !== undefined && { acknowledgement }),
          }),
          isOver ? dueDelete(due) : duePut(due),
        ],
      },
    );
    return recorded.outcome === 'committed';
  };

  const look = async (due: DueWork): Promise<WorkedOff | 'again'> => {
    const { tenant, personId, id: subscriptionId } = due;
    const order = await orders.find(tenant, { personId, subscriptionId });
    if (order === undefined) {
      await queue.settle(due);
      return 'nothing';
    }
    if (order.status === 'acknowledged' || order.status === 'unsupported') {
      await queue.unlessChanged(order.reliedOn, [dueDelete(due)]);
      return 'nothing';
    }
    if (order.status === 'waiting') {
      await note(due, order, 'begun');
      return 'again';
    }
    const number = await openNumber(tenant, order);
    if (number === undefined) {
      await note(due, order, 'unsupported');
      return 'done';
    }
    if (await isFormerUnderWay(tenant, number)) {
      await queue.move(due, { dueAt: retryAt(clock.now(), 1) });
      return 'nothing';
    }
    const { state, version } = order;
    const { phone, heldSince } = number;
    const verdict = await network.put(
      { tenant, subscriptionId, version, heldSince, phone, state },
      AbortSignal.timeout(PATIENCE_MILLISECONDS),
    );
    const isNoted =
      verdict.outcome === 'acknowledged'
        ? await note(due, order, 'acknowledged', verdict.acknowledgement)
        : await note(due, order, 'unsupported');
    if (!isNoted) return 'again';
    const allowed = inForce(acknowledgedWithin, order.orderedAt).value * MINUTE_MILLISECONDS;
    return clock.now() - order.orderedAt > allowed ? 'late' : 'done';
  };

  return async (due, isOutOfTime) => {
    try {
      for (let looks = 0; looks < LOOKS; looks += 1) {
        if (isOutOfTime()) return 'remaining';
        const looked = await look(due);
        if (looked !== 'again') return looked;
      }
      return 'nothing';
    } catch {
      const tries = (due.tries ?? 0) + 1;
      await queue.move(due, { dueAt: retryAt(clock.now(), tries), tries }).catch(() => undefined);
      return 'failed';
    }
  };
};
