import { ACTIONS, type Action, type OcsfEvent } from '@temkin/audit-event';
import { keyOf, type StoredItem } from '@temkin/storage';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { bringBack } from '../../packages/surfaces/cli/src/restore/bring-back.ts';
import { replayedEvents } from '../../packages/surfaces/cli/src/restore/replayed-events.ts';
import { wholeParcels } from '../../packages/surfaces/cli/src/restore/whole-parcels.ts';
import { eventOf, NOW } from './logged-event.ts';
import { parcelHistory } from './parcel-history.ts';

const DAY = 86_400_000;
const clock = { now: () => NOW };
const NONE: ReadonlySet<string> = new Set();

describe('the events that a restore replays', () => {
  it('are all but those that make, move and read: whoever adds an action decides', () => {
    const events = replayedEvents();
    for (const action of Object.keys(ACTIONS) as Action[]) events.add(eventOf(action, action), 'the log');
    expect(events.inOrder().map(({ api }) => api.operation)).toEqual([
      'call.cancel',
      'call.revoke',
      'case.close',
      'collection-account.retire',
      'collection.assign',
      'collection.cancel',
      'device.revoke',
      'gate.set',
      'number.retire',
      'parcel.reissue',
      'parcel.revoke',
      'parcel.shred',
      'registry.case',
      'registry.release',
      'release.close',
      'staff-number.retire',
      'staff.reinstate',
      'staff.revoke',
      'staff.suspend',
      'subscriber.erase',
      'subscriber.request',
      'subscription.claim',
      'subscription.finding',
      'subscription.resume',
      'subscription.suspend',
      'subscription.terminate',
      'subscription.transfer',
      'subscription.verify',
    ]);
  });

  it('are of verifications the question, once, and what it came to; of findings all but that a number was used again', () => {
    const events = replayedEvents();
    for (const [action, change, grounds] of [
      ['subscription.verify', 'begun', undefined],
      ['subscription.verify', 'asked', 'identity'],
      ['subscription.verify', 'asked', undefined],
      ['subscription.verify', 'active', 'identity'],
      ['subscription.finding', 'found', 'document'],
      ['subscription.finding', 'used-again', 'network'],
      ['subscription.finding', 'withdrawn', 'document'],
    ] as const) {
      const name = [action, change, ...(grounds === undefined ? [] : [grounds])].join('-');
      events.add(eventOf(action, name, { change, ...(grounds !== undefined && { grounds }) }), 'the log');
    }
    expect(events.inOrder().map(({ metadata }) => metadata.uid)).toEqual([
      'subscription.finding-found-document',
      'subscription.finding-withdrawn-document',
      'subscription.verify-active-identity',
      'subscription.verify-asked-identity',
    ]);
  });

  it('count once, from however many sources they come, in order of time', () => {
    const events = replayedEvents();
    for (const id of ['2', '1', '3', '1', '2']) events.add(eventOf('parcel.shred', id), 'the log');
    expect(events.inOrder().map(({ metadata }) => metadata.uid)).toEqual(['1', '2', '3']);
  });

  it('are missed where one of them was not gathered, and others are not', () => {
    const events = replayedEvents();
    events.add(eventOf('parcel.shred', '1'), 'the log');
    expect(events.lacks(eventOf('parcel.shred', '1'), 'the log')).toBe(false);
    expect(events.lacks(eventOf('parcel.read', '2'), 'the log')).toBe(false);
    expect(events.lacks(eventOf('parcel.shred', '2'), 'the log')).toBe(true);
  });

  it.each([{ entry: Buffer.from('{}') }, { entry: Buffer.from('no JSON') }, { entry: 'text' }, {}])(
    'are named by their key where they cannot be read: %j',
    (item) => {
      const { key } = eventOf('parcel.shred', 'the-id');
      expect(() => replayedEvents().add({ key, item }, 'the tables old-')).toThrow(
        `of the tables old- has an item that is no event: partition ${key.partition}, sort the-id.`,
      );
    },
  );
});

const isEvent = ({ key }: StoredItem): boolean => key.table === 'outbox';

const restored = (items: readonly StoredItem[], beganMilliseconds: number): readonly StoredItem[] => {
  const whole = wholeParcels(beganMilliseconds);
  for (const stored of items) if (whole.studies.includes(stored.key.table)) whole.study(stored);
  return items.filter((stored) => isEvent(stored) || whole.bring(stored) !== undefined);
};

describe('a parcel that the backup caught in part', () => {
  const history = parcelHistory();
  let older: readonly StoredItem[] = [];
  let youngest: readonly StoredItem[] = [];
  beforeAll(async () => {
    await history.issue('ems', 'older');
    older = history.backup();
    await history.issue('ems', 'youngest');
    youngest = history
      .backup()
      .filter(
        ({ key }) => !older.some((one) => one.key.partition === key.partition && one.key.sort === key.sort),
      );
  });

  it('comes back whole or not at all, and no other suffers', () => {
    const parts = youngest.filter((stored) => !isEvent(stored));
    expect(parts).toHaveLength(9);
    const needed = ['parcel', 'label', 'waybill'];
    fc.assert(
      fc.property(fc.subarray([...parts]), (caught) => {
        const back = restored([...older, ...caught], NOW);
        const whole = needed.every((sort) => caught.some(({ key }) => key.sort === sort));
        expect(back).toEqual(whole ? [...older, ...caught] : older);
      }),
      { numRuns: 300 },
    );
  });

  it('may have lost its waybill number to time where it is older than a day', () => {
    const old = youngest.filter(({ key }) => key.sort !== 'waybill');
    expect(restored(old, NOW + DAY)).toEqual(old);
    expect(restored(old, NOW).filter((stored) => !isEvent(stored))).toEqual([]);
  });

  it('leaves no key behind that belongs to nobody', () => {
    const keys = youngest.filter(({ key }) => key.table === 'parcel-keys' || key.table === 'parcel-escrow');
    expect(keys).toHaveLength(3);
    expect(restored([...older, ...keys], NOW)).toEqual(older);
  });
});

/** A parcel whose items were read after it was issued, save the notes of when its key dies and when to look at it. */
const withoutNote = async () => {
  const history = parcelHistory();
  const parcel = await history.issue('ems', 'the-one');
  const whole = history.backup();
  const backup = whole.filter(({ key }) => !key.partition.startsWith('DUE#'));
  return { history, parcel, whole, backup, note: whole.filter((stored) => !backup.includes(stored)) };
};

const missing = (backup: readonly StoredItem[], events: readonly OcsfEvent[]) => {
  const back = bringBack(events, { beganMilliseconds: NOW, clock, logged: NONE });
  for (const stored of backup) if (back.studies.has(stored.key.table)) back.study(stored);
  return back.missingFrom('parcels').map((stored) => ({ ...stored, fate: back.bring(stored).outcome }));
};

const inOrder = (notes: readonly StoredItem[]) =>
  notes.toSorted((a, b) => a.key.sort.localeCompare(b.key.sort));

describe('a parcel whose clocks the backup did not note', () => {
  it('comes back with the very notes that the parcel was issued with', async () => {
    const { backup, note, whole } = await withoutNote();
    expect(note).toHaveLength(2);
    expect(inOrder(missing(backup, []))).toEqual(
      inOrder(note).map((stored) => ({ ...stored, fate: 'brought' })),
    );
    expect(missing(whole, [])).toEqual([]);
  });

  it('has none where the key stays destroyed, or the parcel is left out', async () => {
    const { history, parcel, backup } = await withoutNote();
    const part = backup.filter(({ key }) => key.sort !== 'label');
    expect(missing(part, []).map(({ fate }) => fate)).toEqual(['incomplete', 'incomplete']);
    await parcel.shredKey();
    expect(missing(backup, history.events()).map(({ fate }) => fate)).toEqual(['destroyed', 'brought']);
    await parcel.shred();
    expect(missing(backup, history.events())).toEqual([]);
  });
});

describe('an item on its way back', () => {
  it('is left behind where it is the key of a parcel that the backup does not have', () => {
    const { bring } = bringBack([], { beganMilliseconds: NOW, clock, logged: NONE });
    const key = keyOf('parcel-keys', 'labelKey', { tenant: 'demo', labelId: '00' });
    expect(bring({ key, item: { wrapped: new Uint8Array(48) } })).toEqual({ outcome: 'incomplete' });
  });

  it('is left behind once it has expired, and comes as it was before', () => {
    const key = keyOf('requests', 'idempotencyClaim', { tenant: 'demo', claim: 'c' });
    const { bring } = bringBack([], { beganMilliseconds: NOW, clock, logged: NONE });
    const item = { expiresAtSeconds: NOW / 1_000 };
    expect(bring({ key, item })).toEqual({ outcome: 'expired' });
    const alive = { expiresAtSeconds: NOW / 1_000 + 1 };
    expect(bring({ key, item: alive })).toEqual({ outcome: 'brought', item: alive });
  });
});
