import { keyOf, type Write } from '@temkin/storage';
import type { Parcel, Read } from '../domain/index.ts';
import { expectedParcelWrites } from './expected-parcels.ts';
import { dueKey } from './due-label-keys.ts';
import type { Label } from './label-item.ts';

/**
 * Revokes a parcel: its state, its label and the label's key in one. Refused where parcel or label are no longer as they
 * were read. Whoever has the parcel still has it, and no facility expects it any more. `keyDueAtSeconds` is the last instant of the key, undefined where it is
 * destroyed already; `revokedAt` is in milliseconds since the epoch.
 */
export const revokeWrites = (
  tenant: string,
  parcel: Read<Parcel>,
  label: Read<Label>,
  keyDueAtSeconds: number | undefined,
  { eventId, revokedAt }: { readonly eventId: string; readonly revokedAt: number },
): readonly Write[] => {
  const { parcelId } = parcel;
  const { labelId } = label;
  return [
    {
      kind: 'update',
      key: keyOf('parcels', 'parcel', { tenant, parcelId }),
      set: { state: 'revoked', movedAt: revokedAt, eventId },
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
    ...(keyDueAtSeconds === undefined
      ? []
      : [
          { kind: 'delete', key: keyOf('parcel-keys', 'labelKey', { tenant, labelId }) } as const,
          { kind: 'delete', key: dueKey({ tenant, labelId, dueAtSeconds: keyDueAtSeconds }) } as const,
        ]),
    ...expectedParcelWrites(tenant, parcel, { state: 'revoked' }),
  ];
};
