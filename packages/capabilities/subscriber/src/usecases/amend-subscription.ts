import type { Caller, Receipt } from '@temkin/kernel';
import {
  checkRecord,
  faultsBrought,
  judgeRecord,
  pointerOfStored,
  recordOfStored,
  sealFields,
  storedPapers,
  subscriptionRecord,
  type NumberPapers,
  type StoredRecord,
} from '../domain/index.ts';
import { amendNumberWrite } from '../store/amend-number-write.ts';
import { findSubscription } from './find-subscription.ts';
import { exchangeImages } from './images/exchange-images.ts';
import { openStoredRecord } from './open-stored-record.ts';
import { tryReadOnRecord } from './read-on-record.ts';
import { isSubscriptionTooLarge, requireRoom } from './record-room.ts';
import { faultErrors, personResource, refuse, subscriptionResource } from './refuse.ts';
import type { Registry } from './registry.ts';
import { basisResource, requireBasis } from './require-basis.ts';
import { untilSettled } from './until-settled.ts';

/** What of a number's papers is corrected, and upon which case. */
export interface PapersAmendment {
  readonly subscriptionId: string;
  readonly caseId: string;
  readonly subscription: NumberPapers;
}

/** A number as amended. */
export interface AmendedSubscription {
  readonly subscriptionId: string;
  readonly version: number;
  readonly receipt: Receipt;
}

const PURPOSE = 'correction';

/** Refuses what a registration would: what is wrong with the papers that come, or with the record because of them. */
const requireFaultless = (
  { personId, subscriptionId }: { readonly personId: string; readonly subscriptionId: string },
  stored: StoredRecord,
  papers: NumberPapers,
  at: number,
): void => {
  const { clear, texts } = stored.subscription;
  const changed = storedPapers(papers);
  const after = { ...stored, subscription: { clear, texts: { ...texts, ...changed } } };
  const refused = faultsBrought(
    checkRecord(recordOfStored(stored), at),
    judgeRecord(checkRecord(recordOfStored(after), at), 'strict', at).refused,
    Object.keys(changed).map((name) => pointerOfStored('subscription', name)),
  );
  if (refused.length > 0)
    throw refuse('SUBSCRIBER.RECORD_REFUSED', {
      errors: faultErrors(refused),
      about: {
        purpose: PURPOSE,
        resources: [personResource(personId), subscriptionResource(subscriptionId)],
      },
    });
};

/**
 * Corrects a number's own papers, and who uses it, upon a case for correction that is about its holder. Each field is sealed anew by itself;
 * the others, and where the number stands, stay as they are, and nobody is found by any of them. It is a change of the holder too, so that
 * whoever names the same images meanwhile meets it. That holder and number are opened is on record before. Refuses `SUBSCRIPTION.UNKNOWN`, `SUBSCRIBER.BASIS_REQUIRED`,
 * `SUBSCRIBER.RECORD_REFUSED`, `SUBSCRIBER.RECORD_TOO_LARGE`, `SUBSCRIBER.IMAGE_UNKNOWN`, and `SUBSCRIBER.UNKNOWN` of who is erased.
 */
export const amendSubscription = (registry: Registry) => {
  const { recorder, people, personKeys, clock, random } = registry;
  const [find, basisOf] = [findSubscription(registry), requireBasis(registry)];
  const exchange = exchangeImages(registry);
  const tryRead = tryReadOnRecord(registry);

  return async (
    caller: Caller,
    { subscriptionId, caseId, subscription: papers }: PapersAmendment,
  ): Promise<AmendedSubscription> => {
    const { tenant } = caller.principal;

    return untilSettled(async () => {
      const { personId } = await find(tenant, subscriptionId);
      const basis = await basisOf(caller, { basisId: caseId, purpose: PURPOSE, personId });
      const read = await tryRead(caller, {
        personId,
        subscriptionId,
        said: {
          action: 'subscription.amend',
          change: 'begun',
          fields: Object.keys(storedPapers(papers)),
        },
        purpose: PURPOSE,
        besides: [basisResource(basis)],
        reliedOn: [basis.reliedOn],
      });
      if (read === undefined) return undefined;
      const { person, key, subscription: number } = read;
      if (number === undefined) throw refuse('SUBSCRIPTION.UNKNOWN');
      const stored = openStoredRecord(tenant, { person, key, subscription: number });
      requireFaultless({ personId, subscriptionId }, stored, papers, clock.now());
      const changing = { personId, version: person.version, key, sealed: person.sealed, holder: {} };
      const images = await exchange(tenant, { ...changing, subscription: papers, number });
      if (images === undefined) return undefined;

      const changed = storedPapers(papers, images.keys);
      const version = number.version + 1;
      const place = { tenant, personId, record: subscriptionRecord(subscriptionId), version };
      const sealed = sealFields(key, place, changed, random);
      requireRoom(personId, isSubscriptionTooLarge(tenant, clock.now(), number, { sealed }));
      const recorded = await recorder.commit(
        caller,
        {
          action: 'subscription.amend',
          outcome: 'allowed',
          purpose: PURPOSE,
          fields: Object.keys(changed),
          resources: [
            personResource(personId, person.version + 1),
            subscriptionResource(subscriptionId, version),
            basisResource(basis),
          ],
        },
        {
          reliedOn: [basis.reliedOn],
          writes: (receipt) => [
            people.amendWrite(tenant, person, { sealed: {}, amendedAt: clock.now(), receipt }),
            personKeys.aliveCheck(tenant, personId),
            amendNumberWrite(tenant, number, { sealed, receipt }),
            ...images.writes,
          ],
        },
      );
      return recorded.outcome === 'committed'
        ? { subscriptionId, version, receipt: recorded.receipt }
        : undefined;
    });
  };
};
