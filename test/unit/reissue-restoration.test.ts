import type { OcsfEvent } from '@temkin/audit-event';
import { parcelRestoration } from '@temkin/parcel';
import { keyOf, partsOf, textOf, type Item, type StoredItem } from '@temkin/storage';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parcelHistory, type HistoricalParcel } from './parcel-history.ts';

/** Brings a backup back as a restore does. */
const restored = (backup: readonly StoredItem[], events: readonly OcsfEvent[]): readonly StoredItem[] => {
  const restoration = parcelRestoration(events);
  for (const stored of backup) if (restoration.studies.includes(stored.key.table)) restoration.study(stored);
  return [...backup, ...(restoration.missing?.() ?? [])].flatMap((stored) => {
    const item = restoration.bring(stored);
    return item === undefined ? [] : { ...stored, item };
  });
};

const labelsIn = (items: readonly StoredItem[]) => ({
  keys: items.flatMap(({ key }) => partsOf('parcel-keys', 'labelKey', key)?.labelId ?? []).toSorted(),
  notes: items
    .flatMap(({ key }) => {
      const due = key.table === 'parcels' ? partsOf('parcels', 'due', key) : undefined;
      return due?.clock === 'label' ? due.id : [];
    })
    .toSorted(),
  live: items
    .flatMap(({ key, item }) => {
      const label = key.table === 'parcels' ? partsOf('parcels', 'label', key) : undefined;
      return label !== undefined && item.status !== 'dead' ? label.labelId : [];
    })
    .toSorted(),
});

const itemOf = (items: readonly StoredItem[], { tenant, parcelId }: HistoricalParcel): Item | undefined => {
  const { partition } = keyOf('parcels', 'parcel', { tenant, parcelId });
  return items.find(({ key }) => key.partition === partition && key.sort === 'parcel')?.item;
};

describe('a restore of parcels that got new labels', () => {
  it('brings no label but the one that the parcel has by now, nor its key, nor the note of its last day', async () => {
    const act = fc.constantFrom(
      'move',
      'reissue',
      'supersede',
      'shredSuperseded',
      'shredKey',
      'deliver',
      'revoke',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 8 }), fc.nat({ max: 8 }), async (acts, moment) => {
        const history = parcelHistory();
        const parcel = await history.issue('ems', 'the-one');
        let backup = history.backup();
        for (const [at, what] of acts.entries()) {
          if (what === 'supersede') await parcel.reissue('superseded');
          else await parcel[what]();
          if (at < moment) backup = history.backup();
        }
        const [before, now] = [labelsIn(backup), history.backup()];
        const after = labelsIn(restored(backup, history.events()));
        const present = textOf(itemOf(now, parcel) ?? {}, 'labelId');
        const isAlive = labelsIn(now).keys.includes(present);
        const expected = isAlive && before.keys.includes(present) ? [present] : [];
        expect(after.keys).toEqual(expected);
        expect(after.notes).toEqual(expected);
        expect(after.live).toEqual(
          before.live.filter((labelId) => labelId === present && labelsIn(now).live.includes(labelId)),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('brings the present label where the key of the former died before, by whatever word', async () => {
    const history = parcelHistory();
    const parcel = await history.issue('ems', 'the-one');
    await parcel.shredKey();
    await parcel.reissue('superseded');
    const backup = history.backup();
    await parcel.reissue('superseded');
    await parcel.shredSuperseded();
    const { labelId } = itemOf(history.backup(), parcel) ?? {};
    expect(labelsIn(restored(history.backup(), history.events())).keys).toEqual([labelId]);
    expect(labelsIn(restored(backup, history.events())).keys).toEqual([]);
  });

  it('brings no former label of a backup that was made while the new one was', async () => {
    const history = parcelHistory();
    const parcel = await history.issue('ems', 'the-one');
    const before = history.backup();
    await parcel.reissue();
    const after = history.backup();
    const partition = keyOf('parcels', 'parcel', { tenant: 'ems', parcelId: parcel.parcelId }).partition;
    const isParcel = ({ key }: StoredItem): boolean => key.partition === partition;
    // Everything but the parcel was read before, and the other way round.
    const mixed = [...before.filter((one) => !isParcel(one)), ...after.filter(isParcel)];
    const other = [...after.filter((one) => !isParcel(one)), ...before.filter(isParcel)];
    for (const backup of [mixed, other])
      expect(labelsIn(restored(backup, history.events()))).toEqual({ keys: [], notes: [], live: [] });
  });
});
