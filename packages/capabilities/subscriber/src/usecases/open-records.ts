import type { ReliedOn } from '@temkin/kernel';
import { openFields, subscriptionRecord, type OpenPerson } from '../domain/index.ts';
import type { SegmentRecord } from '../store/people.ts';
import { isLive } from '../store/record-item.ts';
import type { Holder } from './index-holder.ts';
import { INDEXED_FIELDS } from './indexed-fields.ts';
import type { Registry } from './registry.ts';

/** A holder of a page, and the records that say what it is. */
export interface WalkedHolder {
  readonly holder: Holder;
  readonly reliedOn: readonly ReliedOn[];
}

const idOf = (record: SegmentRecord): string => (record.person ?? record.subscription).personId;

/** Holders of records in clear, as far as indexes are made of them; who is erased is left out. */
export const openRecords =
  ({ people, personKeys }: Pick<Registry, 'people' | 'personKeys'>) =>
  async (tenant: string, records: readonly SegmentRecord[]): Promise<readonly WalkedHolder[]> => {
    const [first, last] = [records.at(0), records.at(-1)];
    if (first === undefined || last === undefined) return [];
    const ids = [...new Set(records.map(idOf))];
    const keys = await personKeys.range(tenant, { from: idOf(first), to: idOf(last), people: ids.length });
    const here = new Map(
      records.flatMap(({ person }) => (person === undefined ? [] : [[person.personId, person]])),
    );
    // Of the first subscriptions of a page the holder may be on the one before.
    const lacking = ids.filter((personId) => !here.has(personId));
    const elsewhere = lacking.length === 0 ? [] : await people.findMany(tenant, lacking);
    for (const person of elsewhere) if (person !== undefined) here.set(person.personId, person);

    return records.flatMap((record): readonly WalkedHolder[] => {
      const personId = idOf(record);
      const [person, key] = [here.get(personId), keys.get(personId)];
      if (person === undefined || key === undefined) return [];
      const open: OpenPerson = {
        personId,
        kind: person.clear.kind,
        fields: openFields(key, { tenant, personId, record: 'person' }, person.sealed, INDEXED_FIELDS.person),
      };
      const { subscription } = record;
      if (subscription === undefined) return [{ holder: { person: open }, reliedOn: [person.reliedOn] }];
      const { subscriptionId, sealed } = subscription;
      const place = { tenant, personId, record: subscriptionRecord(subscriptionId) };
      const fields = openFields(key, place, sealed, INDEXED_FIELDS.subscription);
      return [
        {
          holder: {
            person: open,
            subscription: {
              subscriptionId,
              isLive: isLive(subscription),
              use: subscription.clear.use,
              fields,
            },
          },
          reliedOn: [person.reliedOn, subscription.reliedOn],
        },
      ];
    });
  };
