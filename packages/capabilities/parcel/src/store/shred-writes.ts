import { keyOf, type Key, type Table, type Write } from '@temkin/storage';
import type { Parcel, Read } from '../domain/index.ts';
import { dueKey, type DueLabelKey } from './due-keys.ts';
import { expectedParcelWrites } from './expected-parcels.ts';
import { mortalItemsOfLabel, mortalItemsOfParcel } from './mortal-items.ts';
import { toShreddedItem } from './parcel-item.ts';

/** What a parcel leaves behind that is found by looking. */
export interface Remains {
  /** Keys of its labels that are alive. */
  readonly labelKeys: readonly DueLabelKey[];
  /** Scans of its trail, at most `TRAIL_PER_SHRED` and one. */
  readonly custodyEventIds: readonly string[];
}

/** Scans that one transaction takes beside all that a parcel has; whoever has been scanned more often is seen to again. */
export const TRAIL_PER_SHRED = 60;

const deletion = (key: Key): Extract<Write, { kind: 'delete' }> => ({ kind: 'delete', key });

/**
 * Destroys everything of a parcel that leads to a person, or from a person to its events, and leaves what says that it is
 * shredded. Refused at position 0 where the parcel is no longer as it was read. Where scans are left over, so is the note
 * by which the sweep comes upon them.
 */
export const shredParcelWrites = (
  tenant: string,
  parcel: Read<Parcel>,
  { labelKeys, custodyEventIds }: Remains,
  { eventId, shreddedAt }: { readonly eventId: string; readonly shreddedAt: number },
): readonly Write[] => {
  const { parcelId, dueAt, reliedOn } = parcel;
  const isWhole = custodyEventIds.length <= TRAIL_PER_SHRED;
  return [
    {
      kind: 'put',
      key: keyOf('parcels', 'parcel', { tenant, parcelId }),
      item: toShreddedItem(parcel, { shreddedAt, eventId, version: reliedOn.version + 1 }),
      condition: [{ attribute: 'version', is: 'equal', to: reliedOn.version }],
    },
    ...mortalItemsOfParcel(tenant, parcel).map(deletion),
    ...labelKeys.flatMap(mortalItemsOfLabel).map(deletion),
    ...custodyEventIds
      .slice(0, TRAIL_PER_SHRED)
      .map((custodyEventId) =>
        deletion(keyOf('parcels', 'custodyEvent', { tenant, parcelId, custodyEventId })),
      ),
    ...(isWhole ? [deletion(dueKey({ tenant, parcelId, dueAtSeconds: dueAt / 1_000 }))] : []),
    ...expectedParcelWrites(tenant, parcel, { state: 'revoked' }),
  ];
};

/** Destroys what is left of the trail of a shredded parcel. Done twice, it does nothing. */
export const clearTrail =
  (table: Table) =>
  async (tenant: string, parcelId: string): Promise<void> => {
    const { partition } = keyOf('parcels', 'parcel', { tenant, parcelId });
    for (;;) {
      const { items } = await table.query({
        table: 'parcels',
        partition,
        prefix: 'custody#',
        limit: TRAIL_PER_SHRED,
      });
      if (items.length === 0) return;
      for (const { sort } of items) await table.write(deletion({ table: 'parcels', partition, sort }));
    }
  };
