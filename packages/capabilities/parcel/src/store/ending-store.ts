import type { Table } from '@temkin/storage';
import { dueStore } from './due-keys.ts';
import { parcelReads } from './parcel-reads.ts';
import { revokeWrites } from './revoke-writes.ts';
import { clearTrail, shredParcelWrites } from './shred-writes.ts';
import { unclaimWrites } from './unclaim-writes.ts';

/** What is due, and the writes by which time ends it. */
export const endingStore = (table: Table) => {
  const { parcel, label, livingLabelKeys } = parcelReads(table);
  return {
    ...dueStore(table),
    parcel,
    label,
    livingLabelKeys,
    revokeWrites,
    unclaimWrites,
    shredParcelWrites,
    clearTrail: clearTrail(table),
  };
};

export type EndingStore = ReturnType<typeof endingStore>;
