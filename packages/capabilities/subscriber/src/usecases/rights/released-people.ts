import { Refusal, type Caller } from '@temkin/kernel';
import {
  SUBSCRIPTION_FIELDS,
  type AskedPerson,
  type FieldName,
  type HandedOverPerson,
} from '../../domain/index.ts';
import { findByIndex } from '../find-by-index.ts';
import type { Hit } from '../open-candidates.ts';
import { readPerson, type ShownPerson } from '../read-person.ts';
import type { Registry } from '../registry.ts';
import { refuseRight } from './refuse-rights.ts';

/** A record that was asked about, and the numbers that were: all of them, where the person was. */
interface Meant {
  readonly asked: number;
  readonly personId: string;
  readonly subscriptionIds: readonly string[];
}

const PURPOSE = 'authority-request';

/** The released fields of the people that were asked about: by searches and reads that are on record one by one. */
export const releasedPeople = (registry: Registry) => {
  const find = findByIndex(registry);
  const read = readPerson(registry);

  const numbersOf = async (tenant: string, personId: string): Promise<readonly string[]> => {
    const found: string[] = [];
    for await (const { subscriptionId } of registry.people.subscriptionsOf(tenant, personId))
      found.push(subscriptionId);
    return found;
  };

  /** Whom one of those asked about is in the registry: several records may have one document. */
  const meantBy = async (
    caller: Caller,
    asked: AskedPerson,
    at: number,
    requestId: string,
  ): Promise<readonly Meant[]> => {
    const { tenant } = caller.principal;
    if ('personId' in asked) {
      const { personId } = asked;
      if ((await registry.people.find(tenant, personId)) === undefined) return [];
      return [{ asked: at, personId, subscriptionIds: await numbersOf(tenant, personId) }];
    }
    const index = 'msisdn' in asked ? 'msisdn' : 'identityNumber';
    const found = await find(caller, { index, question: asked, purpose: PURPOSE, reference: requestId });
    if (found.outcome === 'counted') throw refuseRight('AUTHORITY_REQUEST.SCOPE_TOO_WIDE');
    const isMeant = (hit: Hit): boolean =>
      !('msisdn' in asked) || asked.formerHolders === true || hit.subscription?.isLive === true;
    return Promise.all(
      found.found.filter(isMeant).map(async ({ personId, subscription }) => ({
        asked: at,
        personId,
        subscriptionIds:
          subscription === undefined ? await numbersOf(tenant, personId) : [subscription.subscriptionId],
      })),
    );
  };

  return async (
    caller: Caller,
    requestId: string,
    people: readonly AskedPerson[],
    fields: readonly FieldName[],
    mostNumbers: number,
  ): Promise<{ readonly people: readonly HandedOverPerson[]; readonly notFound: readonly number[] }> => {
    const ofNumbers = fields.some((field) => SUBSCRIPTION_FIELDS.some((one) => one === field));
    const readOne = async (personId: string, subscriptionId?: string): Promise<ShownPerson | undefined> => {
      try {
        return await read(caller, {
          personId,
          ...(subscriptionId !== undefined && { subscriptionId }),
          purpose: PURPOSE,
          fields: Object.fromEntries(fields.map((field) => [field, 'full'])),
          basis: { kind: 'two-person-release', reference: requestId, released: fields },
        });
      } catch (error) {
        // Erased since it was found.
        if (error instanceof Refusal && error.code === 'SUBSCRIBER.UNKNOWN') return undefined;
        throw error;
      }
    };

    const meant: Meant[] = [];
    for (const [at, asked] of people.entries())
      meant.push(...(await meantBy(caller, asked, at + 1, requestId)));
    const numbers = meant.reduce((sum, { subscriptionIds }) => sum + subscriptionIds.length, 0);
    if (numbers > mostNumbers) throw refuseRight('AUTHORITY_REQUEST.SCOPE_TOO_WIDE');

    const handedOver: HandedOverPerson[] = [];
    for (const { asked, personId, subscriptionIds } of meant) {
      const ids = ofNumbers ? subscriptionIds : [];
      const shown: ShownPerson[] = [];
      for (const subscriptionId of ids.length === 0 ? [undefined] : ids) {
        const one = await readOne(personId, subscriptionId);
        if (one !== undefined) shown.push(one);
      }
      const [first] = shown;
      if (first === undefined) continue;
      handedOver.push({
        asked,
        personId,
        kind: first.kind,
        holder: first.holder,
        ...(first.guardian !== undefined && { guardian: first.guardian }),
        ...(first.representative !== undefined && { representative: first.representative }),
        numbers: shown.flatMap(({ subscription, user }, at) => {
          const subscriptionId = ids[at];
          if (subscription === undefined || subscriptionId === undefined) return [];
          return [{ subscriptionId, fields: subscription, ...(user !== undefined && { user }) }];
        }),
      });
    }
    const found = new Set(handedOver.map(({ asked }) => asked));
    return {
      people: handedOver,
      notFound: people.map((_, at) => at + 1).filter((asked) => !found.has(asked)),
    };
  };
};
