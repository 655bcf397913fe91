import { equalBytes } from '@temkin/crypto';
import { isLive, type SealedSubscription } from '../../store/record-item.ts';
import type { SelfCheck } from '../../store/self-checks.ts';
import { personResource, subscriptionResource } from '../refuse.ts';
import type { Registry } from '../registry.ts';
import { findEntries } from './find-entries.ts';
import { registryPage } from './own-actors.ts';
import { documentTexts, documentOf, numberText, type Holder } from './own-fields.ts';
import { refuseRight } from './refuse-rights.ts';
import { askedHash, keptForms } from './self-check-words.ts';

export type OwnRegistry = Pick<
  Registry,
  'recorder' | 'people' | 'personKeys' | 'states' | 'entries' | 'indexKeys' | 'clock' | 'random'
>;

/** A live number with its holder. */
export interface LiveNumber {
  readonly holder: Holder;
  readonly subscription: SealedSubscription;
}

const invalid = () => refuseRight('SELF_CHECK.CODE_INVALID');

/** The records of whoever has proven a number; each is opened once that is on record. */
export const ownRecords = (registry: OwnRegistry) => {
  const { recorder, people, personKeys } = registry;
  const entriesOf = findEntries(registry);

  const holders = async (tenant: string, personIds: readonly string[]): Promise<readonly Holder[]> => {
    const [persons, keys] = await Promise.all([
      people.findMany(tenant, personIds),
      personKeys.findMany(tenant, personIds),
    ]);
    return persons.flatMap((person, at) => {
      const key = keys[at];
      return person === undefined || key === undefined ? [] : [{ person, key }];
    });
  };

  return {
    /** Whoever has the number, where the record says what was asked with. Refuses `SELF_CHECK.CODE_INVALID` where it does not. */
    provenHolder: async (
      tenant: string,
      { challengeId, personId, subscriptionId, askedHash: kept }: SelfCheck,
      key: Uint8Array,
    ): Promise<Holder | 'changed'> => {
      const [subscription] = await people.findSubscriptions(tenant, [{ personId, subscriptionId }]);
      const person = await people.find(tenant, personId);
      if (person === undefined || subscription === undefined || !isLive(subscription)) throw invalid();
      const recorded = await recorder.commit(
        registryPage(tenant),
        {
          action: 'subscriber.self-check',
          outcome: 'allowed',
          change: 'compared',
          resources: [personResource(personId), subscriptionResource(subscriptionId)],
        },
        {
          reliedOn: [person.reliedOn, subscription.reliedOn],
          writes: () => [personKeys.aliveCheck(tenant, personId)],
        },
      );
      if (recorded.outcome === 'refused') throw invalid();
      if (recorded.outcome === 'changed') return 'changed';
      const [holder] = await holders(tenant, [personId]);
      if (holder === undefined) throw invalid();
      const forms = keptForms(
        { kind: person.clear.kind, fields: documentTexts(tenant, holder) },
        { use: subscription.clear.use, fields: numberText(tenant, holder, subscription) },
      );
      if (forms === undefined || !equalBytes(askedHash(key, challengeId, forms), kept)) throw invalid();
      return holder;
    },

    /** The records with the document of a holder, itself first. */
    sameDocument: async (
      tenant: string,
      holder: Holder,
      most: number,
    ): Promise<{ readonly found: readonly Holder[]; readonly isAll: boolean } | 'changed'> => {
      const document = documentOf(tenant, holder);
      const candidates =
        document === undefined
          ? []
          : await entriesOf(tenant, 'identityNumber', { identity: document.identity });
      const ids = new Set(candidates.map(({ personId }) => personId));
      ids.delete(holder.person.personId);
      const others = [...ids].slice(0, most - 1);
      if (others.length === 0) return { found: [holder], isAll: true };
      const recorded = await recorder.commit(registryPage(tenant), {
        action: 'subscriber.self-check',
        outcome: 'allowed',
        change: 'compared',
        resources: others.map((personId) => personResource(personId)),
      });
      if (recorded.outcome !== 'committed') return 'changed';
      const found = (await holders(tenant, others)).filter(
        (one) => documentOf(tenant, one)?.form === document?.form,
      );
      return { found: [holder, ...found], isAll: ids.size < most };
    },

    /** The live numbers of holders, one more than so many at most. */
    liveNumbers: async (
      tenant: string,
      found: readonly Holder[],
      most: number,
    ): Promise<readonly LiveNumber[]> => {
      const live: LiveNumber[] = [];
      for (const holder of found)
        for await (const subscription of people.subscriptionsOf(tenant, holder.person.personId)) {
          if (isLive(subscription)) live.push({ holder, subscription });
          if (live.length > most) return live;
        }
      return live;
    },
  };
};
