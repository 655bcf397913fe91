import { earlierNumbers, isSentCodes } from '../domain/index.ts';
import type { Read, SealedPerson, SealedSubscription } from '../store/record-item.ts';
import { isRunning } from '../store/timelines.ts';
import type { Registry } from './registry.ts';

/**
 * The holder's number that a code for another of theirs may be sent to now, or the one that is named if it is such: none whose information
 * is held to be wrong. No number of an organisation is read for it, which may have very many, and where one is named no other. What begins
 * meanwhile is a change of the number, which whoever goes on from it relies on.
 */
export const earlierNumber =
  ({ people, timelines }: Pick<Registry, 'people' | 'timelines'>) =>
  async (
    tenant: string,
    of: Read<SealedSubscription>,
    { personId, clear: { kind: holder } }: Read<SealedPerson>,
    named?: string,
  ): Promise<Read<SealedSubscription> | undefined> => {
    if (!isSentCodes(holder)) return undefined;
    const numbers: Read<SealedSubscription>[] = [];
    if (named === undefined)
      for await (const one of people.subscriptionsOf(tenant, personId)) numbers.push(one);
    else {
      const [one] = await people.findSubscriptions(tenant, [{ personId, subscriptionId: named }]);
      if (one !== undefined) numbers.push(one);
    }
    for (const number of earlierNumbers(numbers, { of, holder })) {
      const timeline = await timelines.find(tenant, number, 'wrong-information');
      if (timeline === undefined || !isRunning(timeline)) return number;
    }
    return undefined;
  };
