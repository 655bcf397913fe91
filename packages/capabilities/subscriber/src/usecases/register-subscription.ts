import type { Caller, FieldError, Receipt } from '@temkin/kernel';
import {
  checkRecord,
  decideRegistration,
  judgeRecord,
  normalizeMsisdn,
  questionOfRecord,
  REASON_POINTERS,
  searchedForms,
  type HolderRecord,
  type SubscriberRecord,
  type SubscriptionRecord,
  type VerificationMethod,
} from '../domain/index.ts';
import type { StoredBasis } from '../store/bases.ts';
import { findHolder, type FoundHolder, type KnownHolder } from './find-holder.ts';
import { idFrom } from './id-from.ts';
import { tryNewPerson, type Alongside, type NewNumber } from './new-person.ts';
import { tryNewSubscription, type PapersShown } from './new-subscription.ts';
import { faultErrors, personResource, refuse } from './refuse.ts';
import type { Registry } from './registry.ts';
import { basisResource, requireBasis } from './require-basis.ts';
import { untilSettled } from './until-settled.ts';

/** A number and who is to hold it, as the registrar has them. When and as which number, the registry says. */
export interface NewRegistration {
  readonly holder: HolderRecord;
  readonly subscription: Omit<
    SubscriptionRecord,
    'ordinal' | 'registeredAt' | 'serviceStart' | 'serviceEnd' | 'state'
  >;
  /** How the identity is going to be verified. */
  readonly method: VerificationMethod;
  /** The transaction of the registrar's own that it belongs to: whoever is registered may be read upon it. */
  readonly transactionId?: string;
}

/** A number that waits for the verification of its holder. */
export interface RegisteredNumber {
  readonly personId: string;
  readonly subscriptionId: string;
  readonly receipt: Receipt;
}

/** What was shown of a holder who is registered already; what they are found by stays as it is on record. */
const papersOf = (holder: HolderRecord): PapersShown => {
  const {
    kind: _kind,
    representedBy: _representedBy,
    name: _name,
    birthDate: _birthDate,
    identity: _identity,
    address: _address,
    ...papers
  } = holder;
  return papers;
};

/** Which of name and birth date are others than those on record. */
const disagreements = ({ person, fields }: KnownHolder, holder: HolderRecord): readonly FieldError[] => {
  const { kind } = person.clear;
  const [known, said] = [
    searchedForms({ name: fields.name ?? '', birthDate: fields.birthDate ?? '' }, kind),
    searchedForms(holder, holder.kind),
  ];
  return [
    ...(kind === holder.kind ? [] : [{ pointer: '/holder/kind', detail: 'another-on-record' }]),
    ...(known.name === said.name ? [] : [{ pointer: '/holder/name', detail: 'another-on-record' }]),
    ...(known.birthDate === said.birthDate
      ? []
      : [{ pointer: '/holder/birthDate', detail: 'another-on-record' }]),
  ];
};

const requireSame = (known: KnownHolder, holder: HolderRecord): void => {
  const errors = disagreements(known, holder);
  if (errors.length > 0)
    throw refuse('SUBSCRIBER.HOLDER_DISAGREES', {
      errors,
      about: { purpose: 'registration', resources: [personResource(known.person.personId)] },
    });
};

/** One try of `registerSubscription`: undefined where something changed meanwhile, or what goes alongside was refused. */
export const tryRegister = (registry: Registry) => {
  const { people, bases, claims, clock } = registry;
  const find = findHolder(registry);
  const basisOf = requireBasis(registry);
  const [newPerson, newSubscription] = [tryNewPerson(registry), tryNewSubscription(registry)];

  /** The record as it is judged and kept, and by which policy; refuses what may not be registered. */
  const judged = (
    { holder, subscription, method }: NewRegistration,
    found: FoundHolder | undefined,
  ): { readonly record: SubscriberRecord; readonly policyId: string } => {
    const now = clock.now();
    const { known, numbersHeld = 0 } = found ?? {};
    const { msisdn = '', use } = subscription;
    const normal = normalizeMsisdn(msisdn, use);
    const record: SubscriberRecord = {
      holder,
      subscription: {
        ...subscription,
        ...(normal.ok && { msisdn: normal.value }),
        ordinal: numbersHeld + 1,
        registeredAt: now,
        state: 'pending',
      },
    };
    const { refused } = judgeRecord(checkRecord(record, now), 'strict', now);
    const question = questionOfRecord(record, { at: now, numbersHeld, method });
    const verdict = question && decideRegistration(question);
    const told = new Set(refused.map(({ pointer }) => pointer));
    const reasons = (verdict?.allowed === false ? verdict.reasons : [])
      .map((reason) => ({ pointer: REASON_POINTERS[reason], detail: reason }))
      // What both find lies where the record's own fault does, and is told once.
      .filter(({ pointer }) => !told.has(pointer));
    if (verdict?.allowed === true && refused.length === 0) return { record, policyId: verdict.policyId };
    throw refuse('SUBSCRIBER.RECORD_REFUSED', {
      errors: [
        ...faultErrors(refused),
        ...(subscription.channel === undefined
          ? [{ pointer: '/subscription/channel', detail: 'missing-channel' }]
          : []),
        ...reasons,
      ],
      about: {
        purpose: 'registration',
        resources: known === undefined ? [] : [personResource(known.person.personId)],
      },
    });
  };

  return async (
    caller: Caller,
    asked: NewRegistration,
    seed: Uint8Array,
    more: Pick<Alongside, 'said' | 'enter' | 'resources'> = {},
  ): Promise<RegisteredNumber | undefined> => {
    const { tenant } = caller.principal;
    const { holder, transactionId } = asked;
    const subscriptionId = idFrom(seed, 'subscription');

    const again = async (): Promise<RegisteredNumber | undefined> => {
      const personId = await people.holderOf(tenant, subscriptionId);
      if (personId === undefined) return undefined;
      const [found] = await people.findSubscriptions(tenant, [{ personId, subscriptionId }]);
      return found && { personId, subscriptionId, receipt: found.receipt };
    };

    const alongsideOf = (
      found: FoundHolder | undefined,
      basis: StoredBasis | undefined,
      policyId: string,
    ): Alongside => {
      const claim = found?.known === undefined ? found?.claim : undefined;
      return {
        ...more,
        policies: [policyId],
        resources: [...(more.resources ?? []), ...(basis === undefined ? [] : [basisResource(basis)])],
        ...(basis !== undefined && { reliedOn: [basis.reliedOn] }),
        ...(found !== undefined && { statesVersion: found.statesVersion }),
        writes: (personId) => [
          ...(claim === undefined
            ? []
            : [claims.putWrite(tenant, claim.name, claim.read, { personId, at: clock.now() })]),
          ...(basis === undefined ? [] : [bases.bindWrite(tenant, basis, personId)]),
        ],
      };
    };

    const before = await again();
    if (before !== undefined) return before;
    const basis =
      transactionId === undefined
        ? undefined
        : await basisOf(caller, { basisId: transactionId, purpose: 'registration' });
    const found = await find(caller, holder, basis);
    const { record, policyId } = judged(asked, found);
    const number: NewNumber = {
      subscription: record.subscription,
      standing: { state: 'pending', holds: [] },
    };
    const alongside = alongsideOf(found, basis, policyId);
    const known = found?.known;
    if (known === undefined) {
      const registered = await newPerson(caller, { holder, number }, seed, alongside).catch(
        async (error: unknown) => {
          // It was made all the same; or whoever registered the same holder at this moment has its images.
          if ((await again()) === undefined && (await find(caller, holder, basis))?.known === undefined)
            throw error;
          return undefined;
        },
      );
      return registered && { subscriptionId, ...registered };
    }
    requireSame(known, holder);
    const { personId, version } = known.person;
    const further = { personId, number, papers: papersOf(holder), decidedUpon: version };
    const registered = await newSubscription(caller, further, seed, alongside);
    return registered && { subscriptionId, ...registered };
  };
};

/**
 * Registers a number. Whoever is known by the identity number gets a further one, with the papers that were shown for it; others become
 * persons of the registry. Two registrations of one unknown holder at once make one person: the later finds the earlier. The number
 * begins `pending`, as which one it is counted of the numbers that live under the identity number. The same seed answers the same again.
 *
 * Whom the identity number leads to is on record before anybody is opened, and so is a refusal, which tells how many numbers live under it.
 * Refuses `SUBSCRIBER.RECORD_REFUSED` with all that is wrong, by code and place; `SUBSCRIBER.HOLDER_DISAGREES` where name or birth
 * date are others on record, which a correction settles; `SUBSCRIBER.NUMBER_TAKEN`, `SUBSCRIBER.INDEX_NOT_READY` and
 * `SUBSCRIBER.BASIS_REQUIRED`.
 */
export const registerSubscription = (registry: Registry) => {
  const attempt = tryRegister(registry);
  return (caller: Caller, asked: NewRegistration, seed: Uint8Array): Promise<RegisteredNumber> =>
    untilSettled(() => attempt(caller, asked, seed));
};
