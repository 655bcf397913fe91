import { keyOf, optional, textOf, type Table } from '@temkin/storage';

/**
 * The number on a parcel's waybill, for a process that serves no parcels otherwise and reads nothing else of one; undefined
 * once the parcel is shredded.
 */
export const waybillNumberOf =
  (table: Table) =>
  async (tenant: string, parcelId: string): Promise<string | undefined> => {
    const item = await table.get(keyOf('parcels', 'parcel', { tenant, parcelId }));
    return item && optional(textOf, item, 'waybillNumber');
  };
