import { keyOf, textOf, type Item, type Table } from '@temkin/storage';
import { parcelReads, type ParcelReads } from './parcel-reads.ts';
import { prefetchedTable } from './prefetched-table.ts';

/** What leads to the parcels of a load. */
export interface LoadNames {
  readonly labelIds: readonly string[];
  readonly waybillNumbers: readonly string[];
}

/** Reads of many parcels at once: a request to the store for each hundred items, and none for each parcel. */
export const loadReads = (table: Table) => ({
  /** Reads that have labels, waybill numbers and the parcels behind them at hand. */
  behind: async (tenant: string, { labelIds, waybillNumbers }: LoadNames): Promise<ParcelReads> => {
    const keys = [
      ...labelIds.map((labelId) => keyOf('parcels', 'label', { tenant, labelId })),
      ...waybillNumbers.map((waybillNumber) => keyOf('parcels', 'waybill', { tenant, waybillNumber })),
    ];
    const named = await prefetchedTable(table, keys);
    const items = await Promise.all(keys.map((key) => named.get(key)));
    const parcelIds = items
      .filter((item): item is Item => item !== undefined)
      .map((item) => textOf(item, 'parcelId'));
    const parcelKeys = parcelIds.map((parcelId) => keyOf('parcels', 'parcel', { tenant, parcelId }));
    return parcelReads(await prefetchedTable(named, parcelKeys));
  },
});

export type LoadReads = ReturnType<typeof loadReads>;
