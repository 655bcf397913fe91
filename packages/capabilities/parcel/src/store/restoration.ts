import type { OcsfEvent } from '@temkin/audit-event';
import { numberOf, partsOf, textOf, type Item, type Restoration, type StoredItem } from '@temkin/storage';
import { missingDueItems } from './missing-due-items.ts';

/** Names within a tenant, as one word: what is of another tenant is another. */
const within = (tenant: string, name: string): string => JSON.stringify([tenant, name]);

const happened = (event: OcsfEvent, action: string): boolean =>
  event.api.operation === action && event.unmapped.outcome === 'allowed';

/** The parcels that an event names, by pseudonym. */
const parcelsOf = ({ metadata, resources }: OcsfEvent): readonly string[] =>
  resources.filter(({ type }) => type === 'parcel').map(({ uid }) => within(metadata.tenant_uid, uid));

/**
 * The events of a log that destroyed label keys, parcel by parcel, and for revoked ones the event that did it; and the last
 * one that set each tenant's gate, and that gave or took back each parcel's collection.
 */
const destroyedBy = (events: Iterable<OcsfEvent>) => {
  const shredded = new Set<string>();
  const revoked = new Map<string, string>();
  const gates = new Map<string, string>();
  const collections = new Map<string, { readonly version: number; readonly eventId: string }>();
  for (const event of events) {
    if (happened(event, 'parcel.shred') && event.unmapped.change === 'label-key')
      for (const parcel of parcelsOf(event)) shredded.add(parcel);
    if (happened(event, 'parcel.revoke'))
      for (const parcel of parcelsOf(event)) revoked.set(parcel, event.metadata.uid);
    if (happened(event, 'collection.assign') || happened(event, 'collection.cancel'))
      for (const { type, uid, version } of event.resources) {
        const parcel = within(event.metadata.tenant_uid, uid);
        const change = { version: Number(version), eventId: event.metadata.uid };
        if (type === 'parcel' && change.version > (collections.get(parcel)?.version ?? 0))
          collections.set(parcel, change);
      }
    if (happened(event, 'gate.set')) {
      const { tenant_uid: tenant, uid } = event.metadata;
      if (uid > (gates.get(tenant) ?? '')) gates.set(tenant, uid);
    }
  }
  return {
    revoked,
    gates,
    collections,
    isDestroyed: (parcel: string) => shredded.has(parcel) || revoked.has(parcel),
  };
};

/** The cases that a log says were closed. */
const closedBy = (events: Iterable<OcsfEvent>): ReadonlySet<string> => {
  const closed = new Set<string>();
  for (const event of events)
    if (happened(event, 'case.close'))
      for (const { type, uid } of event.resources)
        if (type === 'case') closed.add(within(event.metadata.tenant_uid, uid));
  return closed;
};

const bumped = (item: Item, change: Item): Item => ({
  ...item,
  ...change,
  version: numberOf(item, 'version') + 1,
});

/**
 * Brings parcels back without what the log says was done since: no key of a shredded or revoked label, nor the note of its
 * last day; revoked parcels revoked, their labels dead, closed cases closed, each in a new version; what is revoked expected
 * by no facility; no gate of custody that was set anew since, so that custody is enforced; no collection that was given or taken back since. A label key whose note the backup
 * lacks, since its parcel was issued while the table was read, gets one: nothing else would ever destroy it. Everything else
 * comes as it is.
 */
export const parcelRestoration = (events: Iterable<OcsfEvent>): Restoration => {
  const log = [...events];
  const { revoked, gates, collections, isDestroyed } = destroyedBy(log);
  const closed = closedBy(log);
  /** Label ids whose key must stay destroyed, and parcel ids whose labels are dead. */
  const keyless = new Set<string>();
  const dead = new Set<string>();
  const due = missingDueItems();

  const bringParcel = (item: Item, tenant: string): Item => {
    const parcel = within(tenant, textOf(item, 'pseudonym'));
    const eventId = revoked.get(parcel);
    if (eventId !== undefined && item.state !== 'revoked') return bumped(item, { state: 'revoked', eventId });
    const collection = collections.get(parcel);
    if (item.state !== 'awaiting-collection' || collection === undefined) return item;
    if (collection.version <= numberOf(item, 'version')) return item;
    const { assignedTo: _former, ...others } = item;
    return { ...others, state: 'issued', ...collection };
  };

  const bringLabel = (item: Item, tenant: string): Item =>
    dead.has(within(tenant, textOf(item, 'parcelId'))) && item.status !== 'dead'
      ? bumped(item, { status: 'dead' })
      : item;

  return {
    studies: ['parcels', 'parcel-keys'],
    tables: ['parcels', 'parcel-keys'],
    missing: () => due.missing(),

    study: (stored: StoredItem) => {
      due.study(stored);
      const { key, item } = stored;
      const parcel = partsOf('parcels', 'parcel', key);
      if (parcel === undefined) return;
      const { tenant, parcelId } = parcel;
      const pseudonym = within(tenant, textOf(item, 'pseudonym'));
      if (isDestroyed(pseudonym)) keyless.add(within(tenant, textOf(item, 'labelId')));
      if (revoked.has(pseudonym)) dead.add(within(tenant, parcelId));
    },

    bring: ({ key, item }: StoredItem) => {
      if (key.table === 'parcel-keys') {
        const label = partsOf('parcel-keys', 'labelKey', key);
        return label !== undefined && keyless.has(within(label.tenant, label.labelId)) ? undefined : item;
      }
      const parcel = partsOf('parcels', 'parcel', key);
      if (parcel !== undefined) return bringParcel(item, parcel.tenant);
      const label = partsOf('parcels', 'label', key);
      if (label !== undefined) return bringLabel(item, label.tenant);
      const expected = partsOf('parcels', 'expectedParcel', key);
      if (expected !== undefined)
        return dead.has(within(expected.tenant, expected.parcelId)) ? undefined : item;
      const gate = partsOf('parcels', 'custodyGate', key);
      if (gate !== undefined)
        return textOf(item, 'eventId') < (gates.get(gate.tenant) ?? '') ? undefined : item;
      const opened = partsOf('parcels', 'case', key);
      if (opened !== undefined)
        return item.state === 'open' && closed.has(within(opened.tenant, opened.caseId))
          ? bumped(item, { state: 'closed' })
          : item;
      const dying = partsOf('parcels', 'labelKeyDue', key);
      return dying !== undefined && isDestroyed(within(dying.tenant, textOf(item, 'pseudonym')))
        ? undefined
        : item;
    },
  };
};
