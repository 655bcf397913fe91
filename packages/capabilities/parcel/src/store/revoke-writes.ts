import { keyOf, type Write } from '@temkin/storage';
import { clocksAfter, type Parcel, type Read } from '../domain/index.ts';
import type { DueLabelKey } from './due-keys.ts';
import { expectedParcelWrites } from './expected-parcels.ts';
import type { Label } from './label-item.ts';
import { mortalItemsOfLabel } from './mortal-items.ts';

/**
 * Revokes a parcel: its state, its label and the label's key in one. Refused where parcel or label are no longer as they
 * were read. Whoever has the parcel still has it; nobody is to collect it, and no facility expects it any more.
 * `labelKeys` are the keys that are alive; `revokedAt` is in milliseconds since the epoch.
 */
export const revokeWrites = (
  tenant: string,
  parcel: Read<Parcel>,
  label: Read<Label>,
  labelKeys: readonly DueLabelKey[],
  { eventId, revokedAt }: { readonly eventId: string; readonly revokedAt: number },
): readonly Write[] => {
  const { parcelId } = parcel;
  const { labelId } = label;
  return [
    {
      kind: 'update',
      key: keyOf('parcels', 'parcel', { tenant, parcelId }),
      set: { state: 'revoked', ...clocksAfter(parcel, 'revoked', revokedAt), movedAt: revokedAt, eventId },
      remove: ['assignedTo'],
      add: { version: 1 },
      condition: [{ attribute: 'version', is: 'equal', to: parcel.reliedOn.version }],
    },
    {
      kind: 'update',
      key: keyOf('parcels', 'label', { tenant, labelId }),
      set: { status: 'dead' },
      add: { version: 1 },
      condition: [{ attribute: 'version', is: 'equal', to: label.reliedOn.version }],
    },
    ...labelKeys.flatMap(mortalItemsOfLabel).map((key) => ({ kind: 'delete', key }) as const),
    ...expectedParcelWrites(tenant, parcel, { state: 'revoked' }),
  ];
};
