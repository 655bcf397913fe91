import { keyOf, type Table, type Write } from '@temkin/storage';
import type { Parcel, Read } from '../domain/index.ts';
import type { DueLabelKey } from './due-keys.ts';
import { expectedParcelWrites } from './expected-parcels.ts';
import { mortalItemsOfLabel, mortalItemsOfParcel } from './mortal-items.ts';
import { toShreddedItem } from './parcel-item.ts';

/**
 * Destroys everything of a parcel that leads to a person, and leaves what says that it is shredded: the trail, whose details
 * nobody can open any more, and the note by which the sweep comes upon it are cleared away afterwards. Refused at position 0
 * where the parcel is no longer as it was read. `labelKeys` are the keys of its labels that are alive.
 */
export const shredParcelWrites = (
  tenant: string,
  parcel: Read<Parcel>,
  labelKeys: readonly DueLabelKey[],
  { eventId, shreddedAt }: { readonly eventId: string; readonly shreddedAt: number },
): readonly Write[] => {
  const { parcelId, reliedOn } = parcel;
  return [
    {
      kind: 'put',
      key: keyOf('parcels', 'parcel', { tenant, parcelId }),
      item: toShreddedItem(parcel, { shreddedAt, eventId, version: reliedOn.version + 1 }),
      condition: [{ attribute: 'version', is: 'equal', to: reliedOn.version }],
    },
    ...[...mortalItemsOfParcel(tenant, parcel), ...labelKeys.flatMap(mortalItemsOfLabel)].map(
      (key) => ({ kind: 'delete', key }) as const,
    ),
    ...expectedParcelWrites(tenant, parcel, { state: 'revoked' }),
  ];
};

const PAGE_ITEMS = 100;

/** What is beside a parcel and can be opened by nobody any more: scans, and amendments beside dead labels. */
const PREFIXES = ['custody#', 'amendment#'];

/** Clears away the trail of a shredded parcel, item by item. Cut off, it goes on where it was; done twice, it does nothing. */
export const clearTrail =
  (table: Table) =>
  async (tenant: string, parcelId: string): Promise<void> => {
    const { partition } = keyOf('parcels', 'parcel', { tenant, parcelId });
    for (const prefix of PREFIXES) {
      let isMore = true;
      while (isMore) {
        const { items, next } = await table.query({ table: 'parcels', partition, prefix, limit: PAGE_ITEMS });
        for (const { sort } of items)
          await table.write({ kind: 'delete', key: { table: 'parcels', partition, sort } });
        isMore = next !== undefined;
      }
    }
  };
