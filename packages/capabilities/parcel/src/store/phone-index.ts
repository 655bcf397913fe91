import { keyOf, numberOf, partsOf, textOf, type Item, type Table } from '@temkin/storage';
import type { ParcelParty } from '../domain/index.ts';

/** What a number is called in the index, under the key of one month. */
export interface IndexedNumber {
  readonly indexKeyId: string;
  readonly phoneHash: string;
}

/** A parcel that the index has for a number. */
export interface IndexedParcel {
  readonly parcelId: string;
  readonly party: ParcelParty;
}

const isLive = (item: Item, nowMilliseconds: number): boolean =>
  nowMilliseconds < numberOf(item, 'expiresAtSeconds') * 1_000;

const partyIn = (item: Item): ParcelParty => textOf(item, 'party') as ParcelParty;

/** Reads of the index that leads from a phone number to its parcels. */
export const phoneIndex = (table: Table) => ({
  /** Whose number of a parcel it is; undefined where it is nobody's. One read, whatever it finds. */
  partyOf: async (
    tenant: string,
    names: readonly IndexedNumber[],
    parcelId: string,
    nowMilliseconds: number,
  ): Promise<ParcelParty | undefined> => {
    const keys = names.map((name) => keyOf('parcels', 'phone', { tenant, ...name, parcelId }));
    const found = (await table.getMany(keys)).find(
      (item) => item !== undefined && isLive(item, nowMilliseconds),
    );
    return found && partyIn(found);
  },

  /** A page of a number's parcels of one month, in no order that means anything; `next` is the last one's id. */
  parcelsOf: async (
    tenant: string,
    name: IndexedNumber,
    {
      limit,
      after,
      nowMilliseconds,
    }: { readonly limit: number; readonly after?: string; readonly nowMilliseconds: number },
  ): Promise<{ readonly parcels: readonly IndexedParcel[]; readonly next?: string }> => {
    const placeOf = (parcelId: string) => keyOf('parcels', 'phone', { tenant, ...name, parcelId });
    const { partition } = placeOf('');
    const page = await table.query({
      table: 'parcels',
      partition,
      limit,
      ...(after !== undefined && { after: placeOf(after).sort }),
    });
    const idAt = (sort: string): string => {
      const parts = partsOf('parcels', 'phone', { partition, sort });
      if (parts === undefined) throw new Error('the phone index has an item of another kind');
      return parts.parcelId;
    };
    const last = page.items.at(-1);
    return {
      parcels: page.items
        .filter(({ item }) => isLive(item, nowMilliseconds))
        .map(({ sort, item }) => ({ parcelId: idAt(sort), party: partyIn(item) })),
      ...(page.next !== undefined && last !== undefined && { next: idAt(last.sort) }),
    };
  },
});

export type PhoneIndex = ReturnType<typeof phoneIndex>;
