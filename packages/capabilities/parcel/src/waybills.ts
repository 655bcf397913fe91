import type { Table } from '@temkin/storage';
import { parcelReads } from './store/parcel-reads.ts';

/** The number on a parcel's waybill, for a process that serves no parcels otherwise; undefined where there is no such parcel. */
export const waybillNumberOf =
  (table: Table) =>
  async (tenant: string, parcelId: string): Promise<string | undefined> =>
    (await parcelReads(table).parcel(tenant, parcelId))?.waybillNumber;
