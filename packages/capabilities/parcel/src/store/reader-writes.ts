import { keyOf, type Write } from '@temkin/storage';
import type { Parcel, Read, SideReaders } from '../domain/index.ts';
import { readersFields } from './parcel-item.ts';

/** Keeps with a parcel which shippers have read it. Refused where the parcel is no longer as it was read. */
export const readersWrite = (
  tenant: string,
  { parcelId, reliedOn }: Read<Parcel>,
  readers: SideReaders,
  eventId: string,
): Write => ({
  kind: 'update',
  key: keyOf('parcels', 'parcel', { tenant, parcelId }),
  set: { ...readersFields(readers), eventId },
  add: { version: 1 },
  condition: [{ attribute: 'version', is: 'equal', to: reliedOn.version }],
});
