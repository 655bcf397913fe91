import type { Refusal } from '@temkin/kernel';
import type { IndexEntry } from '../store/index-entries.ts';
import type { Alongside } from './new-person.ts';
import { personResource, refuse, subscriptionResource } from './refuse.ts';
import type { Registry } from './registry.ts';

/** The refusal of a number that is somebody's, with whose it is: it tells that somebody has it, and its event of whom that was told. */
export const numberTaken =
  ({ entries }: Pick<Registry, 'entries'>) =>
  async (
    tenant: string,
    put: readonly IndexEntry[],
    { resources = [] }: Pick<Alongside, 'resources'>,
  ): Promise<Refusal> => {
    const names = put.filter(({ isOnly }) => isOnly).map(({ name }) => name);
    const owners = (await entries.onlyOwners(tenant, names)).filter((owner) => owner !== undefined);
    const numbers = new Map(owners.map((owner) => [owner.subscriptionId, owner]));
    return refuse('SUBSCRIBER.NUMBER_TAKEN', {
      about: {
        purpose: 'registration',
        resources: [
          ...[...numbers.values()].flatMap(({ personId, subscriptionId }) => [
            personResource(personId),
            subscriptionResource(subscriptionId),
          ]),
          ...resources,
        ],
      },
    });
  };
