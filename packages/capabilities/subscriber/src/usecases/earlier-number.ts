import { earlierNumbers } from '../domain/index.ts';
import type { Read, SealedPerson, SealedSubscription } from '../store/record-item.ts';
import { isRunning } from '../store/timelines.ts';
import type { Registry } from './registry.ts';

/**
 * The holder's number that a code for another of theirs may be sent to now, or the one that is named if it is such: none whose information
 * is held to be wrong. What begins meanwhile is a change of the number, which whoever goes on from it relies on.
 */
export const earlierNumber =
  ({ people, timelines }: Pick<Registry, 'people' | 'timelines'>) =>
  async (
    tenant: string,
    of: Read<SealedSubscription>,
    { personId, clear: { kind: holder } }: Read<SealedPerson>,
    named?: string,
  ): Promise<Read<SealedSubscription> | undefined> => {
    const numbers: Read<SealedSubscription>[] = [];
    for await (const one of people.subscriptionsOf(tenant, personId)) numbers.push(one);
    for (const number of earlierNumbers(numbers, { of, holder })) {
      if (named !== undefined && number.subscriptionId !== named) continue;
      const timeline = await timelines.find(tenant, number, 'wrong-information');
      if (timeline === undefined || !isRunning(timeline)) return number;
    }
    return undefined;
  };
