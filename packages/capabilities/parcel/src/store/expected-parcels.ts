import { keyOf, optional, partsOf, textOf, type Key, type Table, type Write } from '@temkin/storage';
import type { ExpectedParcel, Parcel, Place } from '../domain/index.ts';

/** The facility that has a parcel to sort: where it lies, or whereto it is on its way. */
const expectingFacility = ({ holder, offeredTo }: Place): string | undefined => {
  if (offeredTo?.type === 'facility') return offeredTo.id;
  return holder?.type === 'facility' ? holder.id : undefined;
};

const keyAt = (tenant: string, facility: string, parcelId: string): Key =>
  keyOf('parcels', 'expectedParcel', { tenant, facility, parcelId });

const listed = (
  tenant: string,
  facility: string,
  { parcelId, waybillNumber, communeCode, sortCode }: ExpectedParcel,
): Write => ({
  kind: 'put',
  key: keyAt(tenant, facility, parcelId),
  item: { waybillNumber, communeCode, ...(sortCode !== undefined && { sortCode }) },
});

/** Says anew where a parcel goes that a facility expects. */
export const expectedParcelPut = (
  tenant: string,
  { parcelId, waybillNumber, ...place }: Parcel,
  routing: Pick<Parcel, 'communeCode' | 'sortCode'>,
): readonly Write[] => {
  const facility = expectingFacility(place);
  return facility === undefined ? [] : [listed(tenant, facility, { parcelId, waybillNumber, ...routing })];
};

/**
 * Keeps the list of each facility with a parcel's move, in its transaction: no write where the facility stays the same, one
 * where the parcel comes or goes, two where it changes from one to another.
 */
export const expectedParcelWrites = (tenant: string, parcel: Parcel, place: Place): readonly Write[] => {
  const { parcelId } = parcel;
  const [before, after] = [expectingFacility(parcel), expectingFacility(place)];
  if (before === after) return [];
  return [
    ...(before === undefined ? [] : [{ kind: 'delete', key: keyAt(tenant, before, parcelId) } as const]),
    ...(after === undefined ? [] : [listed(tenant, after, parcel)]),
  ];
};

/** The lists of what facilities have to sort. */
export const expectedParcelStore = (table: Table) => ({
  /** In order of parcel id; `next` is the `after` of the following page, present where more may follow. */
  expectedParcels: async (
    tenant: string,
    facility: string,
    { limit, after }: { readonly limit: number; readonly after?: string },
  ): Promise<{ readonly parcels: readonly ExpectedParcel[]; readonly next?: string }> => {
    const { partition, sort: prefix } = keyAt(tenant, facility, '');
    const page = await table.query({
      table: 'parcels',
      partition,
      prefix,
      limit,
      ...(after !== undefined && { after: keyAt(tenant, facility, after).sort }),
    });
    const parcels = page.items.map(({ sort, item }) => {
      const parts = partsOf('parcels', 'expectedParcel', { partition, sort });
      if (parts === undefined) throw new Error('an expected parcel has another key');
      const sortCode = optional(textOf, item, 'sortCode');
      return {
        parcelId: parts.parcelId,
        waybillNumber: textOf(item, 'waybillNumber'),
        communeCode: textOf(item, 'communeCode'),
        ...(sortCode !== undefined && { sortCode }),
      };
    });
    const next = page.next === undefined ? undefined : parcels.at(-1)?.parcelId;
    return { parcels, ...(next !== undefined && { next }) };
  },
});

export type ExpectedParcelStore = ReturnType<typeof expectedParcelStore>;
