import type { OcsfEvent } from '@temkin/audit-event';
import { numberOf, partsOf, textOf, type Restoration } from '@temkin/storage';
import type { PrincipalStatus } from '../domain/index.ts';

/** The status that an event of the log gave. */
const STATUS_OF: ReadonlyMap<string, PrincipalStatus> = new Map([
  ['staff.suspend', 'suspended'],
  ['staff.revoke', 'revoked'],
  ['staff.reinstate', 'active'],
]);

interface Given {
  readonly status: PrincipalStatus;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

/** The later one; who was revoked stays so, and of two at the same millisecond the stricter holds. */
const lasting = (known: Given | undefined, next: Given): Given => {
  if (known === undefined || next.status === 'revoked') return next;
  if (known.status === 'revoked' || next.time < known.time) return known;
  return next.time === known.time && next.status === 'active' ? known : next;
};

/** The last status that the log gave each principal, by tenant and record id. */
const lastStatuses = (events: Iterable<OcsfEvent>): ReadonlyMap<string, Given> => {
  const last = new Map<string, Given>();
  for (const { api, metadata, resources, time, unmapped } of events) {
    const status = STATUS_OF.get(api.operation);
    if (status === undefined || unmapped.outcome !== 'allowed') continue;
    for (const { uid } of resources.filter(({ type }) => type === 'principal')) {
      const name = JSON.stringify([metadata.tenant_uid, uid]);
      last.set(name, lasting(last.get(name), { status, time }));
    }
  }
  return last;
};

/**
 * Brings principals back with the status that the log last gave them, in a new version where that is another. Who was
 * revoked before the backup stays so. Everything else comes as it is.
 */
export const accessRestoration = (events: Iterable<OcsfEvent>): Restoration => {
  const last = lastStatuses(events);
  return {
    studies: [],
    tables: ['access'],
    study: () => {},
    bring: ({ key, item }) => {
      const principal = partsOf('access', 'principal', key);
      if (principal === undefined) return item;
      const given = last.get(JSON.stringify([principal.tenant, textOf(item, 'recordId')]));
      return given === undefined || given.status === item.status || item.status === 'revoked'
        ? item
        : { ...item, status: given.status, version: numberOf(item, 'version') + 1 };
    },
  };
};
