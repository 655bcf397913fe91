import type { Table } from '@temkin/storage';
import { custodyWrites } from './custody-writes.ts';
import { parcelReads } from './parcel-reads.ts';

/** Parcels and their trails: reads, and the writes of a scan, which a use case commits together with an event. */
export const custodyStore = (table: Table) => ({ ...parcelReads(table), custodyWrites });

export type CustodyStore = ReturnType<typeof custodyStore>;
