import { openFields, subscriptionOfStored, subscriptionRecord, type TimelineStep } from '../domain/index.ts';
import { isLive, type Read, type SealedSubscription } from '../store/record-item.ts';
import type { ReadTimeline } from '../store/timelines.ts';
import type { Registry } from './registry.ts';

/** A number that is told. */
export interface ToldNumber {
  readonly subscriptionId: string;
  /** E.164. */
  readonly phone: string;
}

/** The numbers that a step tells, and the key of their holder, which names the messages. */
export interface ToldNumbers {
  readonly key: Uint8Array;
  /** In order of their ids. */
  readonly numbers: readonly ToldNumber[];
}

/** What is opened of a number for a notice: the number, and by which contract others belong to it. */
const OPENED = ['msisdn', 'contract'] as const;

/**
 * Opens the numbers that a step tells: the one that the timeline is of, and where the whole contract is told, those of the same holder by
 * the same contract that live. The event that says so is durable before. Undefined of who is erased.
 */
export const toldNumbers =
  ({ people, personKeys }: Pick<Registry, 'people' | 'personKeys'>) =>
  async (
    tenant: string,
    { personId, subscriptionId }: ReadTimeline,
    { tells }: Pick<TimelineStep, 'tells'>,
  ): Promise<ToldNumbers | undefined> => {
    const key = await personKeys.find(tenant, personId);
    const [own] = await people.findSubscriptions(tenant, [{ personId, subscriptionId }]);
    if (key === undefined || own === undefined) return undefined;

    const open = (subscription: Read<SealedSubscription>) => {
      const place = { tenant, personId, record: subscriptionRecord(subscription.subscriptionId) };
      const texts = openFields(key, place, subscription.sealed, OPENED);
      const { msisdn, contract } = subscriptionOfStored({ clear: subscription.clear, texts });
      return { subscriptionId: subscription.subscriptionId, phone: msisdn, contract: contract?.sha256 };
    };
    const found = open(own);
    const told = [found];
    if (tells === 'contract' && found.contract !== undefined) {
      for await (const other of people.subscriptionsOf(tenant, personId)) {
        if (other.subscriptionId === subscriptionId || !isLive(other)) continue;
        const sibling = open(other);
        if (sibling.contract === found.contract) told.push(sibling);
      }
    }
    const numbers = told
      .flatMap(({ phone, subscriptionId: id }) =>
        phone === undefined ? [] : [{ subscriptionId: id, phone }],
      )
      .toSorted((a, b) => (a.subscriptionId < b.subscriptionId ? -1 : 1));
    return { key, numbers };
  };
