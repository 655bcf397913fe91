import { keyOf, type Table } from '@temkin/storage';
import { AMENDMENTS_LIMIT, type Parcel } from '../domain/index.ts';
import { fromAmendmentItem, type StoredAmendment } from './amendment-item.ts';

/** Reads of amendments. */
export const amendmentReads = (table: Table) => ({
  /** Those that a parcel knows of, oldest first: one of another number is of an older backup, or not yet of what was read. */
  amendments: async (
    tenant: string,
    { parcelId, amendmentVersion = 0 }: Pick<Parcel, 'parcelId' | 'amendmentVersion'>,
  ): Promise<readonly StoredAmendment[]> => {
    if (amendmentVersion === 0) return [];
    const { partition } = keyOf('parcels', 'parcel', { tenant, parcelId });
    const page = await table.query({
      table: 'parcels',
      partition,
      prefix: 'amendment#',
      limit: AMENDMENTS_LIMIT,
    });
    return page.items
      .map(({ item }) => fromAmendmentItem(item))
      .filter(({ version }) => version <= amendmentVersion)
      .toSorted((a, b) => a.version - b.version);
  },
});

export type AmendmentReads = ReturnType<typeof amendmentReads>;
