import { keyOf, type Write } from '@temkin/storage';
import {
  clocksAfter,
  type CustodyRecord,
  type Parcel,
  type Place,
  type Read,
  type SideReaders,
} from '../domain/index.ts';
import { toCustodyItem } from './custody-item.ts';
import type { DueLabelKey } from './due-keys.ts';
import { expectedParcelWrites } from './expected-parcels.ts';
import { labelDeathWrites, relabelledWrites } from './label-death-writes.ts';
import { placeChange, readersFields, SUPERSEDED_FIELDS } from './parcel-item.ts';

/** Where a parcel is from now on, and when the latest of its scans happened. */
export interface Moved {
  readonly place: Place;
  /** Milliseconds since the epoch. */
  readonly movedAt: number;
  /** Who has read it then, where the scan is a reading too. */
  readonly readers?: SideReaders;
  /** Living keys of the parcel's labels, where the scan may close it or end one of them. */
  readonly labelKeys?: readonly DueLabelKey[];
  /** Whether the scan was of a label that replaced another, which so is needed no longer. */
  readonly isRelabelled?: boolean;
}

/**
 * Puts a scan into the trail and the parcel where its scans have it: refused at position 0 where the parcel is no longer
 * as it was read, at 1 where this very custody event is recorded already.
 * The clocks go with it: acceptance sets the end of retention, and the end of a way that of the label's key. A label that
 * another replaced dies with the first scan of that one.
 */
export const custodyWrites = (
  tenant: string,
  parcel: Read<Parcel>,
  { place, movedAt, readers = {}, labelKeys = [], isRelabelled = false }: Moved,
  record: CustodyRecord,
): readonly Write[] => {
  const { parcelId, reliedOn } = parcel;
  const { custodyEventId, eventId } = record;
  const { set, remove } = placeChange(parcel, place);
  const clocks = clocksAfter(parcel, place.state, record.recordedAt);
  const ended = labelKeys.filter(({ isSuperseded }) => isRelabelled && isSuperseded === true);
  const living = labelKeys.filter((key) => !ended.includes(key));
  return [
    {
      kind: 'update',
      key: keyOf('parcels', 'parcel', { tenant, parcelId }),
      set: { ...set, ...clocks, ...readersFields(readers), movedAt, eventId },
      remove: [...remove, ...(isRelabelled ? SUPERSEDED_FIELDS : [])],
      add: { version: 1 },
      condition: [{ attribute: 'version', is: 'equal', to: reliedOn.version }],
    },
    {
      kind: 'put',
      key: keyOf('parcels', 'custodyEvent', { tenant, parcelId, custodyEventId }),
      item: toCustodyItem(record),
      condition: 'absent',
    },
    ...labelDeathWrites(parcel, place, living, record.recordedAt),
    ...relabelledWrites(ended, record.recordedAt),
    ...expectedParcelWrites(tenant, parcel, place),
  ];
};
