import type { Caller, Clock } from '@temkin/kernel';
import { openFields, subscriptionRecord } from '../domain/index.ts';
import type { StoredBasis } from '../store/bases.ts';
import type { SealedSubscription } from '../store/record-item.ts';
import { findSubscription } from './find-subscription.ts';
import { FREED_GROUPS, freeNumber } from './free-number.ts';
import { idFrom } from './id-from.ts';
import { prepareMove } from './prepare-move.ts';
import { readOnRecord } from './read-on-record.ts';
import { personResource, refuse, subscriptionResource } from './refuse.ts';
import { tryRegister, type NewRegistration, type RegisteredNumber } from './register-subscription.ts';
import type { Registry } from './registry.ts';
import { requireBasis } from './require-basis.ts';
import { untilSettled } from './until-settled.ts';

/** Who is to have a number of somebody else, and what they bring. The number itself the registry has. */
export interface WishedTransfer extends Omit<NewRegistration, 'subscription' | 'transactionId'> {
  readonly subscriptionId: string;
  /** The registrar's own, about the holder who hands the number over; the new one is bound to it. */
  readonly transactionId: string;
  readonly subscription: Omit<NewRegistration['subscription'], 'msisdn' | 'use'>;
}

/** A number that was handed over: the former subscription has ended, the new one waits for the verification of its holder. */
export interface TransferredNumber extends RegisteredNumber {
  readonly formerSubscriptionId: string;
}

/**
 * Hands a number over to another holder, in one transaction: the subscription of the former ends as `transferred` and is kept as all
 * former ones are, another begins `pending` for the new holder, who is registered as anybody is, and the number is never anybody
 * else's in between. There is no service until the new holder is verified. The same seed answers the same again.
 *
 * Refuses what a registration does; `SUBSCRIPTION.UNKNOWN`; `SUBSCRIPTION.SAME_HOLDER`; `SUBSCRIPTION.STATE_NOT_ALLOWED`, and
 * `SUBSCRIPTION.IDENTITY_IN_DOUBT` where the former holder is to be verified first.
 */
export const transferSubscription = (registry: Registry & { readonly clock: Clock }) => {
  const { people, clock } = registry;
  const [find, free, register] = [findSubscription(registry), freeNumber(registry), tryRegister(registry)];
  const basisOf = requireBasis(registry);
  const onRecord = readOnRecord(registry);

  /** The number that is handed over, which may be opened once that is on record. */
  const openable = (
    caller: Caller,
    { personId, subscriptionId }: SealedSubscription,
    { kind, basisId, reliedOn }: StoredBasis,
  ) =>
    onRecord(caller, {
      personId,
      subscriptionId,
      purpose: 'registration',
      groups: FREED_GROUPS,
      basis: { kind, reference: basisId, reliedOn },
    });

  return (
    caller: Caller,
    { subscriptionId: formerSubscriptionId, subscription, ...wish }: WishedTransfer,
    seed: Uint8Array,
  ): Promise<TransferredNumber> => {
    const { tenant } = caller.principal;
    const subscriptionId = idFrom(seed, 'subscription');
    const about = { about: { resources: [subscriptionResource(formerSubscriptionId)] } };

    return untilSettled(async () => {
      const personId = await people.holderOf(tenant, subscriptionId);
      if (personId !== undefined) {
        const [again] = await people.findSubscriptions(tenant, [{ personId, subscriptionId }]);
        return again && { personId, subscriptionId, formerSubscriptionId, receipt: again.receipt };
      }
      const former = await find(tenant, formerSubscriptionId);
      const basis = await basisOf(caller, {
        basisId: wish.transactionId,
        purpose: 'registration',
        personId: former.personId,
      });
      const { person, key } = await openable(caller, former, basis);
      const record = subscriptionRecord(formerSubscriptionId);
      const place = { tenant, personId: former.personId, record };
      const { msisdn = '' } = openFields(key, place, former.sealed, ['msisdn']);
      const prepare = prepareMove(registry, (_, ending, heir) =>
        free(tenant, { person, key, subscription: ending }, heir),
      );
      const at = clock.now();
      const registered = await register(
        caller,
        { ...wish, subscription: { ...subscription, msisdn, use: former.clear.use } },
        seed,
        {
          said: { action: 'subscription.transfer', grounds: 'transfer' },
          resources: [
            personResource(former.personId),
            subscriptionResource(formerSubscriptionId, former.version + 1),
          ],
          enter: async ({ personId: heirId, put }) => {
            if (heirId === former.personId) throw refuse('SUBSCRIPTION.SAME_HOLDER', about);
            const prepared = await prepare(tenant, former, {
              moves: [{ name: 'end', cause: 'transfer' }],
              by: 'registrar',
              isVerified: false,
              at,
              heir: { personId: heirId, put },
            });
            return prepared?.writes;
          },
        },
      );
      return registered && { ...registered, formerSubscriptionId };
    });
  };
};
