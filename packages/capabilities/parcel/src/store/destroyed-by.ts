import type { OcsfEvent } from '@temkin/audit-event';

/** Names within a tenant, as one word: what is of another tenant is another. */
export const within = (tenant: string, name: string): string => JSON.stringify([tenant, name]);

/** Whether an event says that an action came about. */
export const happened = (event: OcsfEvent, action: string): boolean =>
  event.api.operation === action && event.unmapped.outcome === 'allowed';

/** The parcels that an event names, by pseudonym. */
const parcelsOf = ({ metadata, resources }: OcsfEvent): readonly string[] =>
  resources.filter(({ type }) => type === 'parcel').map(({ uid }) => within(metadata.tenant_uid, uid));

/** The event that did something to a parcel, and when, in milliseconds since the epoch. */
export interface Doing {
  readonly eventId: string;
  readonly time: number;
}

/** The events of a log that destroyed label keys, revoked or shredded, parcel by parcel. */
export const destroyedBy = (events: Iterable<OcsfEvent>) => {
  const keyless = new Set<string>();
  const revoked = new Map<string, Doing>();
  const shredded = new Map<string, Doing>();
  for (const event of events) {
    const doing = { eventId: event.metadata.uid, time: event.time };
    if (happened(event, 'parcel.shred'))
      for (const parcel of parcelsOf(event))
        if (event.unmapped.change === 'parcel') shredded.set(parcel, doing);
        else if (event.unmapped.change === 'label-key') keyless.add(parcel);
    if (happened(event, 'parcel.revoke')) for (const parcel of parcelsOf(event)) revoked.set(parcel, doing);
  }
  return {
    revoked,
    shredded,
    isKeyless: (parcel: string) => keyless.has(parcel) || revoked.has(parcel) || shredded.has(parcel),
  };
};
