import type { Clock } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { parcelReads } from './store/parcel-reads.ts';
import { findPseudonym } from './usecases/find-pseudonym.ts';

/** What auditors ask of parcels, for a process that serves no parcels otherwise. */
export const parcelSubjects = ({ table, clock }: { readonly table: Table; readonly clock: Clock }) => ({
  pseudonymOf: findPseudonym({ store: parcelReads(table), clock }),
});
