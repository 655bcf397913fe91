import type { OcsfEvent } from '@temkin/audit-event';
import {
  numberOf,
  optional,
  partsOf,
  textOf,
  type Item,
  type Key,
  type Restoration,
  type StoredItem,
} from '@temkin/storage';
import { destroyedBy, happened, within } from './destroyed-by.ts';
import { labelsInUse } from './labels-in-use.ts';
import { missingDueItems } from './missing-due-items.ts';
import { fromShreddedItem, toShreddedItem } from './parcel-item.ts';

/** The last event that set each tenant's gate. */
const gatesBy = (events: Iterable<OcsfEvent>): ReadonlyMap<string, string> => {
  const gates = new Map<string, string>();
  for (const event of events) {
    if (!happened(event, 'gate.set')) continue;
    const { tenant_uid: tenant, uid } = event.metadata;
    if (uid > (gates.get(tenant) ?? '')) gates.set(tenant, uid);
  }
  return gates;
};

/** The last event that gave or took back each parcel's collection. */
const collectionsBy = (events: Iterable<OcsfEvent>) => {
  const collections = new Map<string, { readonly version: number; readonly eventId: string }>();
  for (const event of events) {
    if (!happened(event, 'collection.assign') && !happened(event, 'collection.cancel')) continue;
    for (const { type, uid, version } of event.resources) {
      const parcel = within(event.metadata.tenant_uid, uid);
      const change = { version: Number(version), eventId: event.metadata.uid };
      if (type === 'parcel' && change.version > (collections.get(parcel)?.version ?? 0))
        collections.set(parcel, change);
    }
  }
  return collections;
};

/** The cases, or releases, that a log says were closed. */
const closedBy = (events: Iterable<OcsfEvent>, what: 'case' | 'release'): ReadonlySet<string> => {
  const closed = new Set<string>();
  for (const event of events)
    if (happened(event, `${what}.close`))
      for (const { type, uid } of event.resources)
        if (type === what) closed.add(within(event.metadata.tenant_uid, uid));
  return closed;
};

const bumped = (item: Item, change: Item): Item => ({
  ...item,
  ...change,
  version: numberOf(item, 'version') + 1,
});

/** A case or release as it comes back: closed, where it was closed since. */
const withoutRight = (item: Item, isClosed: boolean): Item =>
  isClosed && item.state === 'open' ? bumped(item, { state: 'closed' }) : item;

/** What a parcel has in items of their own, which must not outlive it. */
const partOf = (key: Key) => {
  if (key.table === 'parcel-escrow')
    return partsOf('parcel-escrow', 'escrow', key) ?? partsOf('parcel-escrow', 'amendment', key);
  if (key.table === 'parcel-keys') return partsOf('parcel-keys', 'subjectKey', key);
  return (
    partsOf('parcels', 'custodyEvent', key) ??
    partsOf('parcels', 'amendment', key) ??
    partsOf('parcels', 'phone', key)
  );
};

/**
 * Brings parcels back without what the log says was done since: no key of a shredded or revoked label, nothing of a shredded
 * parcel but that it is shredded; revoked parcels revoked, their labels dead, closed cases and releases closed, each in a new
 * version; no label but its parcel's present one, and not that one either where the parcel was given another since;
 * what is revoked expected by no facility; no gate of custody that was set anew since, so that custody is enforced; no
 * collection that was given or taken back since. Notes of last days come back as they fit what comes back: without one,
 * nothing would ever destroy it. Everything else comes as it is.
 */
export const parcelRestoration = (events: Iterable<OcsfEvent>): Restoration => {
  const log = [...events];
  const { revoked, shredded, relabelled, isKeyless } = destroyedBy(log);
  const gates = gatesBy(log);
  const collections = collectionsBy(log);
  const closed = closedBy(log, 'case');
  const withdrawn = closedBy(log, 'release');
  /** Label ids whose key must stay destroyed, parcel ids whose labels are dead, and those of which nothing remains. */
  const keyless = new Set<string>();
  const dead = new Set<string>();
  const gone = new Set<string>();
  const labels = labelsInUse();
  const due = missingDueItems();

  const bringParcel = (item: Item, tenant: string): Item => {
    if (fromShreddedItem(item) !== undefined) return item;
    const pseudonym = within(tenant, textOf(item, 'pseudonym'));
    const shred = shredded.get(pseudonym);
    if (shred !== undefined) {
      const parcel = { parcelId: textOf(item, 'parcelId'), issuedAt: numberOf(item, 'issuedAt') };
      const version = numberOf(item, 'version') + 1;
      return toShreddedItem(parcel, { shreddedAt: shred.time, eventId: shred.eventId, version });
    }
    const { assignedTo: _former, ...others } = item;
    const revocation = revoked.get(pseudonym);
    if (revocation !== undefined && item.state !== 'revoked')
      return bumped(others, {
        state: 'revoked',
        movedAt: revocation.time,
        dueAt: numberOf(item, 'retainedUntil'),
        eventId: revocation.eventId,
      });
    const collection = collections.get(pseudonym);
    if (item.state !== 'awaiting-collection' || collection === undefined) return item;
    if (collection.version <= numberOf(item, 'version')) return item;
    return { ...others, state: 'issued', ...collection };
  };

  const bringLabel = (key: Key, item: Item, tenant: string): Item =>
    (dead.has(within(tenant, textOf(item, 'parcelId'))) || labels.isFormer(key)) && item.status !== 'dead'
      ? bumped(item, { status: 'dead' })
      : item;

  const bringDue = (key: Key, item: Item, tenant: string): Item | undefined => {
    if (gone.has(within(tenant, textOf(item, 'parcelId'))) || due.isStale(key, item)) return undefined;
    if (labels.isFormer(key)) return undefined;
    const pseudonym = optional(textOf, item, 'pseudonym');
    return pseudonym !== undefined && isKeyless(within(tenant, pseudonym)) ? undefined : item;
  };

  return {
    studies: ['parcels', 'parcel-keys'],
    tables: ['parcels', 'parcel-keys', 'parcel-escrow', 'releases'],
    missing: () => due.missing(),

    study: ({ key, item }: StoredItem) => {
      const parcel = partsOf('parcels', 'parcel', key);
      labels.study({ key, item });
      due.study({ key, item: parcel === undefined ? item : bringParcel(item, parcel.tenant) });
      if (parcel === undefined || fromShreddedItem(item) !== undefined) return;
      const { tenant, parcelId } = parcel;
      const pseudonym = within(tenant, textOf(item, 'pseudonym'));
      if ((relabelled.get(pseudonym)?.version ?? 0) > numberOf(item, 'version')) labels.endAll(parcel);
      if (isKeyless(pseudonym)) keyless.add(within(tenant, textOf(item, 'labelId')));
      if (revoked.has(pseudonym)) dead.add(within(tenant, parcelId));
      if (shredded.has(pseudonym)) gone.add(within(tenant, parcelId));
    },

    bring: ({ key, item }: StoredItem) => {
      const release = partsOf('releases', 'release', key);
      if (release !== undefined)
        return withoutRight(item, withdrawn.has(within(release.tenant, release.releaseId)));
      const part = partOf(key);
      if (part !== undefined) return gone.has(within(part.tenant, part.parcelId)) ? undefined : item;
      if (key.table === 'parcel-keys') {
        const label = partsOf('parcel-keys', 'labelKey', key);
        const isDead = label !== undefined && keyless.has(within(label.tenant, label.labelId));
        return isDead || labels.isFormer(key) ? undefined : item;
      }
      const parcel = partsOf('parcels', 'parcel', key);
      if (parcel !== undefined) return bringParcel(item, parcel.tenant);
      const label = partsOf('parcels', 'label', key);
      if (label !== undefined) return bringLabel(key, item, label.tenant);
      const expected = partsOf('parcels', 'expectedParcel', key);
      if (expected !== undefined) {
        const name = within(expected.tenant, expected.parcelId);
        return dead.has(name) || gone.has(name) ? undefined : item;
      }
      const gate = partsOf('parcels', 'custodyGate', key);
      if (gate !== undefined)
        return textOf(item, 'eventId') < (gates.get(gate.tenant) ?? '') ? undefined : item;
      const opened = partsOf('parcels', 'case', key);
      if (opened !== undefined) return withoutRight(item, closed.has(within(opened.tenant, opened.caseId)));
      const dying = partsOf('parcels', 'due', key);
      return dying === undefined ? item : bringDue(key, item, dying.tenant);
    },
  };
};
