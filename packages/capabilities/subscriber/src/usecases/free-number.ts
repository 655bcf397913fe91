import { openFields, subscriptionRecord } from '../domain/index.ts';
import type { IndexEntry } from '../store/index-entries.ts';
import { copyOf } from '../store/index-states.ts';
import { INDEXED_FIELDS } from './indexed-fields.ts';
import { indexHolder } from './index-holder.ts';
import type { SealedNumber } from './open-stored-record.ts';
import type { Writes } from './prepare-move.ts';
import type { Registry } from './registry.ts';

/** What an end is made of: what the number's indexes are changed by, and who has it from then on. */
export interface Heir {
  readonly personId: string;
  /** Its entries, of every generation that is written. */
  readonly put: readonly IndexEntry[];
}

/** What is opened of whose number ends: its event says so before. */
export const FREED_GROUPS: readonly string[] = [...INDEXED_FIELDS.person, ...INDEXED_FIELDS.subscription];

/**
 * What frees the number of a subscription that ends, in every generation of every index: it is found still, as one that was. Of a number
 * that is handed over the entry becomes the heir's, in the same transaction, and all entries of the heir are put with it. The writes
 * are refused where an index or an entry changed meanwhile; undefined where a generation is gone since it was read. That holder and number are
 * opened is on record before.
 */
export const freeNumber = (registry: Registry) => {
  const { personKeys, entries, states, free } = registry;
  const index = indexHolder(registry);

  return async (
    tenant: string,
    { person, key, subscription: { personId, subscriptionId, sealed, clear } }: SealedNumber,
    heir?: Heir,
  ): Promise<Writes | undefined> => {
    const copy = copyOf(personId);
    const read = await states.read(tenant, copy);
    const place = { tenant, personId };
    const ofPerson = openFields(key, { ...place, record: 'person' }, person.sealed, INDEXED_FIELDS.person);
    const record = subscriptionRecord(subscriptionId);
    const fields = openFields(key, { ...place, record }, sealed, INDEXED_FIELDS.subscription);
    const holderOf = (isLive: boolean) => ({
      person: { personId, kind: person.clear.kind, fields: ofPerson },
      subscription: { subscriptionId, isLive, use: clear.use, fields },
    });
    const change = await index.change(tenant, read.states, [holderOf(true)], [holderOf(false)]);
    if (change === undefined) return undefined;
    const { gone } = change;
    const heirs = heir?.put.filter(({ isOnly }) => isOnly) ?? [];
    const isOfHeir = (entry: IndexEntry): boolean =>
      heirs.includes(entry) && gone.some(({ name }) => JSON.stringify(name) === JSON.stringify(entry.name));
    const put = [...change.put, ...(heir?.put ?? []).filter((entry) => !isOfHeir(entry))];
    return [
      // The copies change together, and an item is in a transaction once.
      ...(heir !== undefined && copyOf(heir.personId) === copy ? [] : [states.check(tenant, copy, read)]),
      personKeys.aliveCheck(tenant, personId),
      ...put.map((entry) => entries.putWrite(tenant, entry)),
      ...(await free(tenant, gone, heirs)),
    ];
  };
};
