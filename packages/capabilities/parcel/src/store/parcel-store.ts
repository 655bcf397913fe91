import type { Table } from '@temkin/storage';
import { amendWrites } from './amend-writes.ts';
import { amendmentReads } from './amendment-reads.ts';
import { issueWrites, ITEMS_PER_PARCEL } from './issue-writes.ts';
import { parcelReads } from './parcel-reads.ts';
import { reissued, reissueWrites } from './reissue-writes.ts';
import { revokeWrites } from './revoke-writes.ts';

/** Parcels, their labels and keys: reads, and the writes of issuing and revoking, which a use case commits together with an event. */
export const parcelStore = (table: Table) => ({
  ...parcelReads(table),
  ...amendmentReads(table),
  issueWrites,
  itemsPerParcel: ITEMS_PER_PARCEL,
  amendWrites,
  revokeWrites,
  reissueWrites,
  reissued,
});

export type ParcelStore = ReturnType<typeof parcelStore>;
