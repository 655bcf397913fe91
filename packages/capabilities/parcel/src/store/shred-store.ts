import type { Table, Write } from '@temkin/storage';
import type { Parcel, Read } from '../domain/index.ts';
import { dueMoveWrites, type DueLabelKey } from './due-keys.ts';
import { parcelReads } from './parcel-reads.ts';
import { shredParcelWrites } from './shred-writes.ts';

/** A parcel, and the writes that end it before its time. */
export const shredStore = (table: Table) => {
  const { parcel, livingLabelKeys } = parcelReads(table);
  return {
    parcel,
    livingLabelKeys,

    /** As at the end of its time, and a note for the sweep to clear its trail away now and not then. */
    shredEarlyWrites: (
      tenant: string,
      read: Read<Parcel>,
      labelKeys: readonly DueLabelKey[],
      shred: { readonly eventId: string; readonly shreddedAt: number },
    ): readonly Write[] => {
      const note = { tenant, parcelId: read.parcelId, dueAtSeconds: read.dueAt / 1_000 };
      return [
        ...shredParcelWrites(tenant, read, labelKeys, shred),
        ...dueMoveWrites(note, Math.floor(shred.shreddedAt / 1_000)),
      ];
    },
  };
};

export type ShredStore = ReturnType<typeof shredStore>;
