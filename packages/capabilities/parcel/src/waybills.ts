import type { Table } from '@temkin/storage';
import { parcelReads } from './store/parcel-reads.ts';

/** The number on a parcel's waybill, for a process that serves no parcels otherwise; undefined once the parcel is shredded. */
export const waybillNumberOf =
  (table: Table) =>
  async (tenant: string, parcelId: string): Promise<string | undefined> => {
    const parcel = await parcelReads(table).parcel(tenant, parcelId);
    return parcel === undefined || parcel.state === 'shredded' ? undefined : parcel.waybillNumber;
  };
