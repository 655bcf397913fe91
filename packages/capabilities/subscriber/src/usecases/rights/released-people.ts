import type { Caller } from '@temkin/kernel';
import type { AskedPerson, FieldName, HandedOverPerson } from '../../domain/index.ts';
import { findByIndex } from '../find-by-index.ts';
import type { Hit } from '../open-candidates.ts';
import type { Registry } from '../registry.ts';
import { numbersOf, readWholePerson } from './read-whole-person.ts';
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
  const read = readWholePerson(registry);

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
      return [{ asked: at, personId, subscriptionIds: await numbersOf(registry, tenant, personId) }];
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
          subscription === undefined
            ? await numbersOf(registry, tenant, personId)
            : [subscription.subscriptionId],
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
    const meant: Meant[] = [];
    for (const [at, asked] of people.entries())
      meant.push(...(await meantBy(caller, asked, at + 1, requestId)));
    const numbers = meant.reduce((sum, { subscriptionIds }) => sum + subscriptionIds.length, 0);
    if (numbers > mostNumbers) throw refuseRight('AUTHORITY_REQUEST.SCOPE_TOO_WIDE');

    const handedOver: HandedOverPerson[] = [];
    for (const { asked, personId, subscriptionIds } of meant) {
      const whole = await read(caller, {
        personId,
        subscriptionIds,
        purpose: PURPOSE,
        fields,
        basis: { kind: 'two-person-release', reference: requestId, released: fields },
      });
      if (whole !== undefined) handedOver.push({ asked, ...whole });
    }
    const found = new Set(handedOver.map(({ asked }) => asked));
    return {
      people: handedOver,
      notFound: people.map((_, at) => at + 1).filter((asked) => !found.has(asked)),
    };
  };
};
