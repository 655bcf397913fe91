import type { OcsfEvent } from '@temkin/audit-event';
import { parcelRestoration } from '@temkin/parcel';
import { keyOf, numberOf, textOf, type Item, type Key, type StoredItem } from '@temkin/storage';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueKey } from '../../packages/capabilities/parcel/src/store/due-keys.ts';
import { parcelHistory, type HistoricalParcel } from './parcel-history.ts';

type Items = ReadonlyMap<string, Item>;

const nameOf = ({ table, partition, sort }: Key): string => JSON.stringify([table, partition, sort]);

const named = (stored: readonly StoredItem[]): Items =>
  new Map(stored.map(({ key, item }) => [nameOf(key), item]));

/** Brings a backup back as a restore does: studies first, then item by item, and what it lacks. */
const restored = (backup: readonly StoredItem[], events: Iterable<OcsfEvent>): Items => {
  const restoration = parcelRestoration(events);
  for (const stored of backup) if (restoration.studies.includes(stored.key.table)) restoration.study(stored);
  return named(
    [...backup, ...(restoration.missing?.() ?? [])].flatMap((stored) => {
      if (!restoration.tables.includes(stored.key.table)) return stored;
      const item = restoration.bring(stored);
      return item === undefined ? [] : { ...stored, item };
    }),
  );
};

const LABEL_DIES_SECONDS = Date.parse('2027-05-24T00:00:00+07:00') / 1_000;
const VOID_SECONDS = Date.parse('2026-12-24T00:00:00+07:00') / 1_000;
const END_SECONDS = Date.parse('2027-08-24T00:00:00+07:00') / 1_000;

const keysOf = ({ tenant, parcelId, labelId }: HistoricalParcel) => ({
  expected: nameOf(keyOf('parcels', 'expectedParcel', { tenant, facility: 'HN-1', parcelId })),
  parcel: nameOf(keyOf('parcels', 'parcel', { tenant, parcelId })),
  label: nameOf(keyOf('parcels', 'label', { tenant, labelId })),
  key: nameOf(keyOf('parcel-keys', 'labelKey', { tenant, labelId })),
  due: nameOf(dueKey({ tenant, labelId, dueAtSeconds: LABEL_DIES_SECONDS })),
  void: nameOf(dueKey({ tenant, parcelId, dueAtSeconds: VOID_SECONDS })),
  subject: nameOf(keyOf('parcel-keys', 'subjectKey', { tenant, parcelId })),
  escrow: nameOf(keyOf('parcel-escrow', 'escrow', { tenant, parcelId })),
  phone: nameOf(keyOf('parcels', 'phone', { tenant, parcelId, indexKeyId: '2026-11', phoneHash: parcelId })),
});

/** A backup of two parcels, and the first's events after it. */
const backupBefore = async (happens: (parcel: HistoricalParcel) => Promise<unknown>) => {
  const history = parcelHistory();
  const parcel = await history.issue('ems', 'the-one');
  await history.issue('ems', 'the-other');
  const backup = history.backup();
  await happens(parcel);
  return { backup, events: history.events(), parcel, keys: keysOf(parcel) };
};

/** What is another after a restore than it was in the backup. */
const changes = (backup: readonly StoredItem[], after: Items): readonly string[] => {
  const before = named(backup);
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((name) => JSON.stringify(before.get(name)) !== JSON.stringify(after.get(name)))
    .toSorted();
};

describe('a backup from before the death of a label key', () => {
  it('comes back without the key and the note of its last day, and with all the rest', async () => {
    const { backup, events, keys } = await backupBefore((parcel) => parcel.shredKey());
    const after = restored(backup, events);
    expect(changes(backup, after)).toEqual([keys.due, keys.key].toSorted());
    expect([after.has(keys.key), after.has(keys.due)]).toEqual([false, false]);
  });

  it('has its key where another thing than label keys was shredded, or it was refused or failed', async () => {
    const { backup, events } = await backupBefore((parcel) => parcel.shredKey());
    const without = (other: Partial<OcsfEvent['unmapped']>) =>
      events.map((event) => ({ ...event, unmapped: { ...event.unmapped, ...other } }));
    for (const other of [{ change: 'escrow' }, { outcome: 'refused' }, { outcome: 'failed' }] as const)
      expect(changes(backup, restored(backup, without(other)))).toEqual([]);
  });

  it('has its key where the event is another tenant’s', async () => {
    const { backup, events } = await backupBefore((parcel) => parcel.shredKey());
    const foreign = events.map((event) => ({
      ...event,
      metadata: { ...event.metadata, tenant_uid: 'other' },
    }));
    expect(changes(backup, restored(backup, foreign))).toEqual([]);
  });
});

describe('a backup from before a parcel was shredded', () => {
  it('comes back with nothing of it but that it is shredded', async () => {
    const { backup, events, keys, parcel } = await backupBefore((one) => one.shred());
    const after = restored(backup, events);
    const { label: _label, expected: _never, ...touched } = keys;
    expect(changes(backup, after)).toEqual(Object.values(touched).toSorted());
    const shred = events.find(({ api }) => api.operation === 'parcel.shred');
    expect(after.get(keys.parcel)).toEqual({
      parcelId: parcel.parcelId,
      issuedAt: named(backup).get(keys.parcel)?.issuedAt,
      state: 'shredded',
      shreddedAt: shred?.time,
      eventId: shred?.metadata.uid,
      version: 2,
    });
  });
});

describe('a backup from before a revocation', () => {
  it('comes back revoked in a new version that names the event, the label dead and without its key', async () => {
    const { backup, events, keys } = await backupBefore((parcel) => parcel.revoke());
    const after = restored(backup, events);
    const { parcel, label, key, due } = keys;
    expect(changes(backup, after)).toEqual([parcel, label, key, due].toSorted());
    const revocation = events.find(({ api }) => api.operation === 'parcel.revoke');
    const before = named(backup);
    expect(after.get(keys.parcel)).toEqual({
      ...before.get(keys.parcel),
      state: 'revoked',
      dueAt: END_SECONDS * 1_000,
      movedAt: revocation?.time,
      eventId: revocation?.metadata.uid,
      version: 2,
    });
    expect(after.get(keys.label)).toEqual({ ...before.get(keys.label), status: 'dead', version: 2 });
    expect([after.has(keys.key), after.has(keys.due)]).toEqual([false, false]);
  });

  it('does not where it was refused', async () => {
    const { backup, events } = await backupBefore((parcel) => parcel.revoke());
    const refused = events.map(
      (event) => ({ ...event, unmapped: { ...event.unmapped, outcome: 'refused' } }) as const,
    );
    expect(changes(backup, restored(backup, refused))).toEqual([]);
  });
});

/** A backup of a parcel that An is to collect, and what comes back of it. */
const awaiting = async (happens: (parcel: HistoricalParcel) => Promise<unknown>) => {
  const history = parcelHistory();
  const parcel = await history.issue('ems', 'the-one');
  await parcel.collect('shipper-an');
  const backup = history.backup();
  await happens(parcel);
  const after = restored(backup, history.events());
  return { backup, after, name: keysOf(parcel).parcel };
};

describe('a backup of a parcel that awaits collection', () => {
  it('comes back with its shipper where nothing was changed since', async () => {
    const { backup, after } = await awaiting((parcel) => parcel.read());
    expect(changes(backup, after)).toEqual([]);
  });

  it.each([undefined, 'shipper-binh'])('is nobody’s where it was given to %s since', async (shipper) => {
    const { backup, after, name } = await awaiting((parcel) => parcel.collect(shipper));
    expect(changes(backup, after)).toEqual([name]);
    expect(named(backup).get(name)).toMatchObject({ assignedTo: 'shipper-an', version: 2 });
    expect(after.get(name)).toMatchObject({ state: 'issued', version: 3 });
    expect(after.get(name)?.assignedTo).toBeUndefined();
  });
});

const gateAt = (uid: string): StoredItem => ({
  key: keyOf('parcels', 'custodyGate', { tenant: 'ems' }),
  item: { settings: [{ mode: 'observe', validFrom: '2026-11-24' }], eventId: uid, version: 1 },
});

describe('a backup of a parcel that awaited collection and was revoked since', () => {
  it('comes back revoked, and nobody’s to collect', async () => {
    const { after, name } = await awaiting((parcel) => parcel.revoke());
    expect(after.get(name)).toMatchObject({ state: 'revoked', version: 3 });
    expect(after.get(name)?.assignedTo).toBeUndefined();
  });
});

describe('a backup’s gate of custody', () => {
  it('comes back where it was set last, and not where it was set anew since', async () => {
    const { events } = await backupBefore((parcel) => parcel.read());
    const [read] = events;
    if (read === undefined) throw new Error('a read has an event');
    const setting = (uid: string, tenant: string): OcsfEvent => ({
      ...read,
      api: { operation: 'gate.set' },
      metadata: { ...read.metadata, uid, tenant_uid: tenant },
    });
    const [former, latter] = ['019ab000-0000-7000-8000-000000000001', '019ab000-0000-7000-8000-000000000002'];
    const gate = gateAt(former);
    expect(restored([gate], [setting(former, 'ems'), setting(latter, 'other')]).size).toBe(1);
    expect(restored([gate], [setting(latter, 'ems'), setting(former, 'ems')]).size).toBe(0);
  });
});

/** A backup of one case of each of two tenants, of the same id, and the first's closing. */
const closedAfter = async () => {
  const history = parcelHistory();
  const ours = await history.openCase('ems', 'c'.repeat(32));
  await history.openCase('other', 'c'.repeat(32));
  const backup = history.backup();
  await ours.close();
  return { backup, events: history.events(), name: nameOf(ours.key) };
};

describe('a backup from before a case was closed', () => {
  it('comes back with the case closed in a new version, and no other', async () => {
    const { backup, events, name } = await closedAfter();
    const after = restored(backup, events);
    expect(changes(backup, after)).toEqual([name]);
    expect(after.get(name)).toEqual({ ...named(backup).get(name), state: 'closed', version: 2 });
  });

  it('does not where closing was refused', async () => {
    const { backup, events } = await closedAfter();
    const refused = events.map(
      (event) => ({ ...event, unmapped: { ...event.unmapped, outcome: 'refused' } }) as const,
    );
    expect(changes(backup, restored(backup, refused))).toEqual([]);
  });
});

describe('a backup’s release to an authority', () => {
  const releaseId = 'e'.repeat(32);
  const open: StoredItem = {
    key: keyOf('releases', 'release', { tenant: 'ems', releaseId }),
    item: { releaseId, state: 'open', version: 1 },
  };

  it('comes back closed in a new version where it was closed since, and no other', async () => {
    const { events } = await closedAfter();
    const closing = events.find(({ api }) => api.operation === 'case.close');
    if (closing === undefined) throw new Error('closing has an event');
    const closed = (tenant: string, uid: string): OcsfEvent => ({
      ...closing,
      api: { operation: 'release.close' },
      metadata: { ...closing.metadata, tenant_uid: tenant },
      resources: [{ type: 'release', uid }],
    });
    expect(restored([open], [closed('ems', releaseId)]).get(nameOf(open.key))).toEqual({
      ...open.item,
      state: 'closed',
      version: 2,
    });
    for (const event of [closed('other', releaseId), closed('ems', 'f'.repeat(32))])
      expect(restored([open], [event]).get(nameOf(open.key))).toEqual(open.item);
  });
});

/** Names of the items of a parcel in a backup that are found by looking. */
const namesIn = (backup: Items, { tenant, parcelId, labelId }: HistoricalParcel) => {
  const all = [...backup.keys()];
  return {
    labelNotes: all.filter((name) => name.includes(`"${tenant}#label#${labelId}"`)),
    parcelNotes: all.filter((name) => name.includes(`"${tenant}#parcel#${parcelId}"`)),
    trail: all.filter((name) => name.includes(`"P#${tenant}#${parcelId}","custody#`)),
  };
};

/** The items of a backup as a restore must bring them, by what each parcel is at present. */
const asTheyMustBe = (parcels: readonly HistoricalParcel[], backup: Items, present: Items): Items => {
  const due = new Map(backup);
  const change = (name: string, fields: Item): void => {
    const item = backup.get(name) ?? {};
    due.set(name, { ...item, ...fields, version: numberOf(item, 'version') + 1 });
  };
  const drop = (names: readonly string[]): void => names.forEach((name) => due.delete(name));
  for (const one of parcels) {
    const { parcel, label, key, subject, escrow, phone, expected } = keysOf(one);
    const { labelNotes, parcelNotes, trail } = namesIn(backup, one);
    const [before, now] = [backup.get(parcel) ?? {}, present.get(parcel) ?? {}];
    if (!present.has(key)) drop([key, ...labelNotes]);
    if (backup.get(label)?.status === 'live' && present.get(label)?.status === 'dead') {
      change(label, { status: 'dead' });
      drop([expected]);
    }
    if (before.state === 'shredded' || before.state === now.state) continue;
    if (now.state === 'shredded') {
      drop([subject, escrow, phone, expected, ...trail, ...parcelNotes]);
      due.set(parcel, { ...now, version: numberOf(before, 'version') + 1 });
    }
    if (now.state !== 'revoked') continue;
    const dueAt = numberOf(before, 'retainedUntil');
    change(parcel, {
      state: 'revoked',
      eventId: textOf(now, 'eventId'),
      movedAt: numberOf(now, 'movedAt'),
      dueAt,
    });
  }
  return due;
};

describe('a restore', () => {
  it('brings back nothing that was destroyed, whenever the backup was made, and changes nothing else', async () => {
    const act = fc.record({
      of: fc.nat({ max: 4 }),
      what: fc.constantFrom('move', 'deliver', 'read', 'revoke', 'shredKey', 'shred'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(act, { maxLength: 20 }),
        fc.nat({ max: 20 }),
        fc.boolean(),
        async (acts, moment, onlySince) => {
          const history = parcelHistory();
          const parcels: HistoricalParcel[] = [];
          for (const [n, tenant] of ['ems', 'ems', 'ems', 'other', 'other'].entries())
            parcels.push(await history.issue(tenant, `parcel-${n % 3}`));

          let backup = history.backup();
          let known: readonly OcsfEvent[] = [];
          for (const [at, { of, what }] of acts.entries()) {
            if (at === moment) [backup, known] = [history.backup(), history.events()];
            await parcels[of]?.[what]();
          }
          const before = new Set(known.map(({ metadata }) => metadata.uid));
          const events = history.events().filter(({ metadata }) => !onlySince || !before.has(metadata.uid));
          const due = asTheyMustBe(parcels, named(backup), named(history.backup()));
          expect(restored(backup, events)).toEqual(due);
        },
      ),
      { numRuns: 100 },
    );
  });
});
