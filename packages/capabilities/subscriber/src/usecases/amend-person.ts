import type { Caller, Receipt, ReliedOn } from '@temkin/kernel';
import {
  holderOfStored,
  openFields,
  sealFields,
  storedChange,
  type FieldTexts,
  type HolderChange,
  type HolderRecord,
} from '../domain/index.ts';
import { FILL_LIMIT } from '../store/fill-entries.ts';
import type { IndexEntry } from '../store/index-entries.ts';
import { copyOf } from '../store/index-states.ts';
import { concernedNumbers } from './concerned-numbers.ts';
import { exchangeImages } from './images/exchange-images.ts';
import { indexHolder, type Holder } from './index-holder.ts';
import { INDEXED_FIELDS } from './indexed-fields.ts';
import { readOnRecord } from './read-on-record.ts';
import { isPersonTooLarge, requireRoom } from './record-room.ts';
import { personResource } from './refuse.ts';
import type { Registry } from './registry.ts';
import { untilSettled } from './until-settled.ts';

/** Entries that the transaction of an event has room for beside what it changes. */
const ENTRIES_LIMIT = 90;

/** A person as amended. */
export interface AmendedPerson {
  readonly personId: string;
  readonly version: number;
  readonly receipt: Receipt;
}

/** What an amendment stands upon that somebody asked for. */
export interface AmendmentUpon {
  readonly purpose: string;
  /** What it refers to, as events speak of it. */
  readonly resource: { readonly type: string; readonly pseudonym: string };
  readonly reliedOn: readonly ReliedOn[];
  /** Judges the holder as it would be; refuses what may not be. */
  readonly judge: (before: HolderRecord, after: HolderRecord) => Promise<void>;
}

/**
 * Changes fields of a person (of a guardian or representative too), each sealed anew by itself, together with the entries that were made of them; the other fields stay as
 * they were sealed. Of who has so many numbers that their entries do not go into one transaction, the new entries come before the
 * change and the old ones go after it, so that the person is found at every moment. That they are opened is on record before, with which
 * fields are to be changed. Refuses `SUBSCRIBER.UNKNOWN`, also of who is erased,
 * `SUBSCRIBER.IMAGE_UNKNOWN` and `SUBSCRIBER.RECORD_TOO_LARGE`.
 */
export const amendPerson = (registry: Registry) => {
  const { recorder, people, personKeys, entries, states, fill, drop, clock, random } = registry;
  const index = indexHolder(registry);
  const exchange = exchangeImages(registry);
  const onRecord = readOnRecord(registry);
  const subscriptionsOf = concernedNumbers(registry);

  /** Makes entries that the person is not found by yet; false where something changed meanwhile. */
  const putBefore = async (
    tenant: string,
    at: Parameters<Registry['fill']>[1],
    reliedOn: ReliedOn,
    put: readonly IndexEntry[],
  ): Promise<boolean> => {
    for (let from = 0; from < put.length; from += FILL_LIMIT) {
      const some = put.slice(from, from + FILL_LIMIT).map((entry) => ({ entry, reliedOn: [reliedOn] }));
      if ((await fill(tenant, at, some)) !== 'filled') return false;
    }
    return true;
  };

  return async (
    caller: Caller,
    { personId, holder }: { readonly personId: string; readonly holder: HolderChange },
    upon?: AmendmentUpon,
  ): Promise<AmendedPerson> => {
    const { tenant } = caller.principal;
    const copy = copyOf(personId);
    const place = { tenant, personId, record: 'person' } as const;

    return untilSettled(async () => {
      const { person, key } = await onRecord(caller, {
        personId,
        said: { action: 'subscriber.amend', change: 'begun', fields: Object.keys(storedChange(holder)) },
        ...(upon !== undefined && {
          purpose: upon.purpose,
          besides: [upon.resource],
          reliedOn: upon.reliedOn,
        }),
      });
      if (upon !== undefined) {
        const texts = openFields(key, place, person.sealed, Object.keys(person.sealed));
        const stored = { clear: person.clear, texts };
        await upon.judge(
          holderOfStored(stored),
          holderOfStored({ ...stored, texts: { ...texts, ...storedChange(holder) } }),
        );
      }
      const { sealed: kept, version: known } = person;
      const images = await exchange(tenant, { personId, version: known, key, sealed: kept, holder });
      if (images === undefined) return undefined;
      const changed = storedChange(holder, images.keys);
      const read = await states.read(tenant, copy);
      const version = person.version + 1;
      const before = openFields(key, place, person.sealed, INDEXED_FIELDS.person);
      const subscriptions = await subscriptionsOf(tenant, personId, key, changed);
      const holdersWith = (values: FieldTexts): readonly Holder[] => {
        const opened = { personId, kind: person.clear.kind, fields: values };
        return [
          { person: opened },
          ...subscriptions.map((subscription) => ({ person: opened, subscription })),
        ];
      };
      const change = await index.change(
        tenant,
        read.states,
        holdersWith(before),
        holdersWith({ ...before, ...changed }),
      );
      if (change === undefined) return undefined;
      const { put, gone } = change;
      const sealed = sealFields(key, { ...place, version }, changed, random);
      const amendedAt = clock.now();
      requireRoom(personId, isPersonTooLarge(tenant, amendedAt, person, sealed));
      const areWithin = put.length + gone.length + images.writes.length <= ENTRIES_LIMIT;
      if (!areWithin && !(await putBefore(tenant, { copy, read }, person.reliedOn, put))) return undefined;

      const recorded = await recorder.commit(
        caller,
        {
          action: 'subscriber.amend',
          outcome: 'allowed',
          fields: Object.keys(changed),
          ...(upon !== undefined && { purpose: upon.purpose }),
          resources: [personResource(personId, version), ...(upon === undefined ? [] : [upon.resource])],
        },
        {
          reliedOn: upon?.reliedOn ?? [],
          writes: (receipt) => [
            states.check(tenant, copy, read),
            people.amendWrite(tenant, person, { sealed, amendedAt, receipt }),
            personKeys.aliveCheck(tenant, personId),
            ...images.writes,
            ...(areWithin ? gone.map((entry) => entries.deleteWrite(tenant, entry)) : []),
            ...(areWithin ? put.map((entry) => entries.putWrite(tenant, entry)) : []),
          ],
        },
      );
      if (recorded.outcome !== 'committed') return undefined;
      if (!areWithin) await drop(tenant, { ...person.reliedOn, version }, gone);
      return { personId, version, receipt: recorded.receipt };
    });
  };
};
