import type { OcsfEvent } from '@temkin/audit-event';

/** Names within a tenant, as one word: what is of another tenant is another. */
export const within = (tenant: string, name: string): string => JSON.stringify([tenant, name]);

/** Whether an event says that an action came about. */
export const happened = (event: OcsfEvent, action: string): boolean =>
  event.api.operation === action && event.unmapped.outcome === 'allowed';

/** The parcels that an event names, by pseudonym. */
const parcelsOf = ({ metadata, resources }: OcsfEvent): readonly string[] =>
  resources.filter(({ type }) => type === 'parcel').map(({ uid }) => within(metadata.tenant_uid, uid));

/** The later of two events: ids are UUIDv7. */
const later = (one: string, other = ''): string => (one > other ? one : other);

/** The event that did something to a parcel, and when, in milliseconds since the epoch. */
export interface Doing {
  readonly eventId: string;
  readonly time: number;
}

/**
 * The events of a log that destroyed label keys, gave new labels (with the version of the parcel that the last one made),
 * revoked or shredded, parcel by parcel. A key that died before its parcel got a new label says nothing of that one's.
 */
export const destroyedBy = (events: Iterable<OcsfEvent>) => {
  const keyless = new Map<string, string>();
  const relabelled = new Map<string, { readonly version: number; readonly eventId: string }>();
  const revoked = new Map<string, Doing>();
  const shredded = new Map<string, Doing>();
  for (const event of events) {
    const doing = { eventId: event.metadata.uid, time: event.time };
    if (happened(event, 'parcel.shred'))
      for (const parcel of parcelsOf(event))
        if (event.unmapped.change === 'parcel') shredded.set(parcel, doing);
        else if (event.unmapped.change === 'label-key')
          keyless.set(parcel, later(doing.eventId, keyless.get(parcel)));
    if (happened(event, 'parcel.reissue'))
      for (const { type, uid, version } of event.resources) {
        const parcel = within(event.metadata.tenant_uid, uid);
        const change = { version: Number(version), eventId: doing.eventId };
        if (type === 'parcel' && change.version > (relabelled.get(parcel)?.version ?? 0))
          relabelled.set(parcel, change);
      }
    if (happened(event, 'parcel.revoke')) for (const parcel of parcelsOf(event)) revoked.set(parcel, doing);
  }
  return {
    revoked,
    shredded,
    relabelled,
    isKeyless: (parcel: string) =>
      (keyless.get(parcel) ?? '') > (relabelled.get(parcel)?.eventId ?? '') ||
      revoked.has(parcel) ||
      shredded.has(parcel),
  };
};
