import type { Clock } from '@temkin/kernel';
import {
  erasureDueAt,
  IMAGE_FIELDS,
  openFields,
  retentionPolicies,
  retryAt,
  subscriptionRecord,
  type OpenSubscription,
} from '../domain/index.ts';
import { dueDelete, dueMoveWrites, type DueWork, type DueWorkStore } from '../store/due-work.ts';
import { copyOf } from '../store/index-states.ts';
import { leftImagesWrites } from '../store/pending-images.ts';
import { isLive, type Read, type SealedPerson, type SealedSubscription } from '../store/record-item.ts';
import type { WorkedOff, WorkOff } from './due-working.ts';
import { FREED_GROUPS } from './free-number.ts';
import { ownImages } from './images/own-images.ts';
import { indexHolder, type Holder } from './index-holder.ts';
import { INDEXED_FIELDS } from './indexed-fields.ts';
import { dueWorkerFor } from './own-actors.ts';
import { personResource } from './refuse.ts';
import type { VerifyingRegistry } from './registry.ts';

/** What erasing people needs. */
export interface Erasing extends Pick<
  VerifyingRegistry,
  'recorder' | 'people' | 'personKeys' | 'entries' | 'states' | 'indexKeys' | 'drop' | 'verifications'
> {
  readonly due: DueWorkStore;
  readonly clock: Clock;
}

/** Entries that the transaction of the event has room for. */
const ENTRIES_LIMIT = 90;

const LOOKS = 8;

/** What is opened of who is erased, for what they are found by and for the names of their images: an event says so before. */
const ERASED_GROUPS: readonly string[] = [...FREED_GROUPS, ...IMAGE_FIELDS, 'face'];

/** By what a person is found. */
const holdersOf = (
  tenant: string,
  key: Uint8Array,
  person: Read<SealedPerson>,
  subscriptions: readonly Read<SealedSubscription>[],
): readonly Holder[] => {
  const { personId } = person;
  const opened = {
    personId,
    kind: person.clear.kind,
    fields: openFields(key, { tenant, personId, record: 'person' }, person.sealed, INDEXED_FIELDS.person),
  };
  const numbers = subscriptions.map((subscription): OpenSubscription => {
    const { subscriptionId, sealed, clear } = subscription;
    const place = { tenant, personId, record: subscriptionRecord(subscriptionId) };
    const fields = openFields(key, place, sealed, INDEXED_FIELDS.subscription);
    return { subscriptionId, isLive: isLive(subscription), use: clear.use, fields };
  });
  return [{ person: opened }, ...numbers.map((subscription) => ({ person: opened, subscription }))];
};

/**
 * Erases who need not be kept any more. That they are opened, to tell by which entries they are found and which images are theirs, is on
 * record before. Then the key of the person goes with the person and with every entry that leads there, in every
 * generation of every index, in one transaction with its event; where there are too many entries for one, they go before, as long as the
 * person is as it was read. From then on nothing of the person can be read. What is left, sealed for nobody, is cleared away after it,
 * and so are the names of numbers, and the images, which that transaction has deleted by whoever drops images; cut off in between, that is come upon again. Who has a number that lives, or must be kept still, is
 * looked at when it may be otherwise.
 */
export const erasePerson = (erasing: Erasing): WorkOff => {
  const { recorder, people, personKeys, entries, states, drop, due: queue, clock } = erasing;
  const index = indexHolder(erasing);
  const imagesOf = ownImages(erasing);

  const look = async (due: DueWork): Promise<WorkedOff | 'again'> => {
    const { tenant, id: personId } = due;
    const person = await people.find(tenant, personId);
    if (person === undefined) {
      await people.clearAway(tenant, personId);
      await queue.settle(due);
      return 'nothing';
    }
    const subscriptions: Read<SealedSubscription>[] = [];
    for await (const subscription of people.subscriptionsOf(tenant, personId))
      subscriptions.push(subscription);
    const dueAt = erasureDueAt(subscriptions);
    if (dueAt === undefined || dueAt > clock.now()) {
      // The end of a number that lives notes it again.
      if (dueAt === undefined) await queue.unlessChanged(person.reliedOn, [dueDelete(due)]);
      else await queue.unlessChanged(person.reliedOn, dueMoveWrites(due, { dueAt }));
      return 'nothing';
    }
    const copy = copyOf(personId);
    const read = await states.read(tenant, copy);
    const opened = await recorder.commit(
      dueWorkerFor(tenant),
      {
        action: 'subscriber.read',
        outcome: 'allowed',
        groups: ERASED_GROUPS,
        resources: [personResource(personId)],
      },
      { reliedOn: [person.reliedOn] },
    );
    if (opened.outcome !== 'committed') return 'again';
    // Of whose key is gone nothing can be known.
    const key = await personKeys.find(tenant, personId);
    const holders = key === undefined ? [] : holdersOf(tenant, key, person, subscriptions);
    const left = key === undefined ? [] : await imagesOf(tenant, key, person, subscriptions);
    const change = await index.change(tenant, read.states, holders, []);
    if (change === undefined) return 'again';
    const areWithin = change.gone.length <= ENTRIES_LIMIT;
    if (!areWithin) await drop(tenant, person.reliedOn, change.gone);
    const recorded = await recorder.commit(
      dueWorkerFor(tenant),
      {
        action: 'subscriber.erase',
        outcome: 'allowed',
        policies: retentionPolicies(subscriptions),
        resources: [personResource(personId, person.version + 1)],
      },
      {
        writes: () => [
          states.check(tenant, copy, read),
          people.eraseWrite(tenant, person),
          personKeys.destroyWrite(tenant, personId),
          ...leftImagesWrites(tenant, personId, left, clock.now()),
          ...(areWithin ? change.gone.map((entry) => entries.deleteWrite(tenant, entry)) : []),
        ],
      },
    );
    if (recorded.outcome !== 'committed') return 'again';
    await people.clearAway(tenant, personId);
    await queue.settle(due);
    return 'done';
  };

  return async (due, isOutOfTime) => {
    try {
      for (let looks = 0; looks < LOOKS; looks += 1) {
        if (isOutOfTime()) return 'remaining';
        const looked = await look(due);
        if (looked !== 'again') return looked;
      }
      throw new Error('a person changes all the time');
    } catch {
      const tries = (due.tries ?? 0) + 1;
      await queue.move(due, { dueAt: retryAt(clock.now(), tries), tries }).catch(() => undefined);
      return 'failed';
    }
  };
};
