import type { Table } from '@temkin/storage';
import { collectionWrites } from './collection-writes.ts';
import { custodyWrites } from './custody-writes.ts';
import { parcelReads } from './parcel-reads.ts';

/** Parcels and their trails: reads, and the writes of a scan and of a collection, which a use case commits together with an event. */
export const custodyStore = (table: Table) => ({ ...parcelReads(table), custodyWrites, collectionWrites });

export type CustodyStore = ReturnType<typeof custodyStore>;
