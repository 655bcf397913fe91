import type { Caller } from '@temkin/kernel';
import { openFields, sealFields, storedChange, type HolderChange } from '../domain/index.ts';
import { copyOf } from '../store/index-states.ts';
import { INDEXED_FIELDS } from './indexed-fields.ts';
import { idFrom } from './id-from.ts';
import { exchangeImages } from './images/exchange-images.ts';
import { indexHolder } from './index-holder.ts';
import {
  begunSubscription,
  registering,
  requireUniqueReady,
  type Alongside,
  type NewNumber,
  type RegisteredPerson,
} from './new-person.ts';
import { numberTaken } from './number-taken.ts';
import { isPersonTooLarge, isSubscriptionTooLarge, requireRoom } from './record-room.ts';
import { personResource, refuse, subscriptionResource } from './refuse.ts';
import type { Registry } from './registry.ts';
import { untilSettled } from './until-settled.ts';

/** What of a holder was shown anew for a further number: nothing that it is found by. */
export type PapersShown = Omit<HolderChange, 'name' | 'birthDate' | 'identity' | 'address'>;

/** A further number of a person. */
export interface FurtherNumber {
  readonly personId: string;
  readonly number: NewNumber;
  /** Of the person, sealed anew with it. */
  readonly papers?: PapersShown;
  /** The person's version that was decided upon; any where absent. */
  readonly decidedUpon?: number;
}

/** One try of `newSubscription`: undefined where something changed meanwhile, or what goes alongside was refused. */
export const tryNewSubscription = (registry: Registry) => {
  const { recorder, people, personKeys, entries, states, clock, random } = registry;
  const index = indexHolder(registry);
  const exchange = exchangeImages(registry);
  const taken = numberTaken(registry);

  return async (
    caller: Caller,
    { personId, number, papers = {}, decidedUpon }: FurtherNumber,
    seed: Uint8Array,
    alongside: Alongside = {},
  ): Promise<RegisteredPerson | undefined> => {
    const { tenant } = caller.principal;
    const subscriptionId = idFrom(seed, 'subscription');
    const copy = copyOf(personId);

    const [again] = await people.findSubscriptions(tenant, [{ personId, subscriptionId }]);
    if (again !== undefined) return { personId, subscriptionId, receipt: again.receipt };

    const person = await people.find(tenant, personId);
    const key = await personKeys.find(tenant, personId);
    if (person === undefined || key === undefined) throw refuse('SUBSCRIBER.UNKNOWN');
    if (decidedUpon !== undefined && person.version !== decidedUpon) return undefined;
    const read = await states.read(tenant, copy);
    requireUniqueReady(read.states);
    const recordedAt = clock.now();
    const holder = {
      personId,
      kind: person.clear.kind,
      fields: openFields(key, { tenant, personId, record: 'person' }, person.sealed, INDEXED_FIELDS.person),
    };
    const images = await exchange(tenant, {
      personId,
      version: person.version,
      key,
      sealed: person.sealed,
      holder: papers,
      subscription: number.subscription,
    });
    if (images === undefined) return undefined;
    const at = { tenant, personId, subscriptionId };
    const begun = begunSubscription(registry, key, at, number, recordedAt, images.keys);
    const change = await index.change(
      tenant,
      read.states,
      [],
      [{ person: holder, subscription: begun.open }],
    );
    if (change === undefined) return undefined;
    const entered =
      alongside.enter === undefined
        ? () => change.put.map((entry) => entries.putWrite(tenant, entry))
        : await alongside.enter({ personId, put: change.put });
    if (entered === undefined) return undefined;
    const beside = [...(alongside.writes?.(personId) ?? []), ...images.writes];
    const version = person.version + 1;
    const shown = storedChange(papers, images.keys);
    const sealed = sealFields(key, { tenant, personId, record: 'person', version }, shown, random);
    requireRoom(
      personId,
      isPersonTooLarge(tenant, recordedAt, person, sealed),
      isSubscriptionTooLarge(tenant, recordedAt, begun.sealed),
    );

    let beforeEntries = 0;
    const recorded = await recorder.commit(
      caller,
      {
        ...registering(alongside, [personResource(personId, version), subscriptionResource(subscriptionId)]),
        change: 'subscription',
        ...(Object.keys(shown).length > 0 && { fields: Object.keys(shown) }),
      },
      {
        reliedOn: alongside.reliedOn ?? [],
        writes: (receipt) => {
          const before = [
            ...beside,
            states.check(tenant, copy, read),
            people.amendWrite(tenant, person, { sealed, amendedAt: recordedAt, receipt }),
            personKeys.aliveCheck(tenant, personId),
            ...people.subscriptionWrites(tenant, { ...begun.sealed, receipt }),
          ];
          beforeEntries = before.length;
          return [...before, ...entered(receipt)];
        },
      },
    );
    if (recorded.outcome === 'committed') return { personId, subscriptionId, receipt: recorded.receipt };
    if (
      alongside.enter === undefined &&
      recorded.outcome === 'refused' &&
      recorded.failed.every((position) => position >= beforeEntries)
    )
      throw await taken(tenant, change.put, alongside);
    return undefined;
  };
};

/**
 * Gives a person that is registered another number. It is a change of the person too, so that whoever amends the person meanwhile
 * meets it. The same seed answers the same subscription again. Refuses `SUBSCRIBER.UNKNOWN`, `SUBSCRIBER.NUMBER_TAKEN`,
 * `SUBSCRIBER.IMAGE_UNKNOWN` and `SUBSCRIBER.INDEX_NOT_READY`.
 */
export const newSubscription = (registry: Registry) => {
  const attempt = tryNewSubscription(registry);
  return (
    caller: Caller,
    further: Omit<FurtherNumber, 'decidedUpon'>,
    seed: Uint8Array,
  ): Promise<RegisteredPerson> => untilSettled(() => attempt(caller, further, seed));
};
