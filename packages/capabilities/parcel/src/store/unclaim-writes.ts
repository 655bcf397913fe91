import { keyOf, type Write } from '@temkin/storage';
import { clocksAfter, type Parcel, type Read } from '../domain/index.ts';
import { expectedParcelWrites } from './expected-parcels.ts';

/**
 * Makes a parcel unclaimed. Refused at position 0 where it is no longer as it was read. Whoever has it still has it, and no
 * facility expects it any more. `unclaimedAt` is in milliseconds since the epoch.
 */
export const unclaimWrites = (
  tenant: string,
  parcel: Read<Parcel>,
  { eventId, unclaimedAt }: { readonly eventId: string; readonly unclaimedAt: number },
): readonly Write[] => {
  const { parcelId, reliedOn } = parcel;
  return [
    {
      kind: 'update',
      key: keyOf('parcels', 'parcel', { tenant, parcelId }),
      set: {
        state: 'unclaimed',
        ...clocksAfter(parcel, 'unclaimed', unclaimedAt),
        movedAt: unclaimedAt,
        eventId,
      },
      add: { version: 1 },
      condition: [{ attribute: 'version', is: 'equal', to: reliedOn.version }],
    },
    ...expectedParcelWrites(tenant, parcel, { state: 'unclaimed' }),
  ];
};
