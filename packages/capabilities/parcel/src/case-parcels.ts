import type { Table } from '@temkin/storage';
import { caseReads } from './store/case-store.ts';
import { parcelReads } from './store/parcel-reads.ts';
import { findCaseParcel } from './usecases/find-case-parcel.ts';
import { OWN_ACTORS } from './usecases/own-actors.ts';

/** What unmasking asks of cases and their parcels, and as whom this capability acts of itself. */
export const caseParcels = ({ table }: { readonly table: Table }) => ({
  caseParcel: findCaseParcel({ cases: caseReads(table), store: parcelReads(table) }),
  ownActors: OWN_ACTORS,
});
