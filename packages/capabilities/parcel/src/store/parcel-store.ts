import type { Table } from '@temkin/storage';
import { custodyWrites } from './custody-writes.ts';
import { issueWrites, ITEMS_PER_PARCEL } from './issue-writes.ts';
import { parcelReads } from './parcel-reads.ts';
import { revokeWrites } from './revoke-writes.ts';
import { shredParcelWrites } from './shred-writes.ts';

/** Parcels, their labels and keys: reads, and the writes that a use case commits together with an event. */
export const parcelStore = (table: Table) => ({
  ...parcelReads(table),
  issueWrites,
  itemsPerParcel: ITEMS_PER_PARCEL,
  custodyWrites,
  revokeWrites,
  shredParcelWrites,
});

export type ParcelStore = ReturnType<typeof parcelStore>;
