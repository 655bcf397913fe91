import type { OcsfEvent } from '@temkin/audit-event';
import { numberOf, partsOf, textOf, type Item, type Restoration } from '@temkin/storage';
import type { PrincipalStatus } from '../domain/index.ts';

/** The status that an event of the log gave. */
const STATUS_OF: ReadonlyMap<string, PrincipalStatus> = new Map([
  ['staff.suspend', 'suspended'],
  ['staff.revoke', 'revoked'],
  ['staff.reinstate', 'active'],
]);

interface Given {
  readonly status: PrincipalStatus;
  /** Who gave it, as the log calls them. */
  readonly by: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

/**
 * Milliseconds within which the order of two events is not known: each has its time from the clock of the process that
 * wrote it, and clocks that are set by NTP are seldom further apart, be one of them stepping meanwhile.
 */
const CLOCKS_APART = 2 * 60_000;

/** From lenient to strict. */
const STRICTNESS: readonly PrincipalStatus[] = ['active', 'suspended', 'revoked'];

/** The strictest of those that may be the last; who was revoked stays so, whatever came later. */
const lasting = (given: readonly Given[]): PrincipalStatus | undefined => {
  const last = Math.max(...given.map(({ time }) => time));
  const possible = given.filter(({ status, time }) => status === 'revoked' || last - time <= CLOCKS_APART);
  return STRICTNESS.findLast((strict) => possible.some(({ status }) => status === strict));
};

/** What the log gave each principal since an instant, by tenant and record id, in no order. */
const givenStatuses = (
  events: Iterable<OcsfEvent>,
  sinceMilliseconds: number,
): ReadonlyMap<string, readonly Given[]> => {
  const given = new Map<string, Given[]>();
  for (const { actor, api, metadata, resources, time, unmapped } of events) {
    const status = STATUS_OF.get(api.operation);
    if (status === undefined || unmapped.outcome !== 'allowed' || time < sinceMilliseconds) continue;
    for (const { uid } of resources.filter(({ type }) => type === 'principal')) {
      const name = JSON.stringify([metadata.tenant_uid, uid]);
      given.set(name, [...(given.get(name) ?? []), { status, by: actor.user.uid, time }]);
    }
  }
  return given;
};

/** The devices that the log says were revoked, whenever: none ever becomes active again. */
const revokedDevices = (events: Iterable<OcsfEvent>): ReadonlySet<string> => {
  const revoked = new Set<string>();
  for (const { api, metadata, resources, unmapped } of events)
    if (api.operation === 'device.revoke' && unmapped.outcome === 'allowed')
      for (const { uid } of resources) revoked.add(JSON.stringify([metadata.tenant_uid, uid]));
  return revoked;
};

/** An item in the status that the log says; who was revoked in the backup stays so. */
const inStatus = (item: Item, status: PrincipalStatus | undefined): Item =>
  status === undefined || status === item.status || item.status === 'revoked'
    ? item
    : { ...item, status, version: numberOf(item, 'version') + 1 };

/** With whoever reinstated a principal since, so that they stay no second person to it. */
const withAdmissions = (item: Item, given: readonly Given[]): Item => {
  if (item.status === 'revoked') return item;
  const since = given.flatMap(({ status, by, time }) => (status === 'active' ? { by, at: time } : []));
  const known = (item.admissions ?? []) as readonly Item[];
  return since.length === 0 ? item : { ...item, admissions: [...known, ...since] };
};

/**
 * Brings principals back with the status that the log last gave them, in a new version where that is another. Of several
 * within two minutes the strictest counts as the last. What happened longer than that before the backup began is in it
 * already, in its true order. Who was revoked before the backup stays so. Devices that were revoked since
 * come back revoked. Whoever reinstated somebody since is known to have. No request for an approval comes back, nor any
 * decision, so that none is spent twice: asking again is all it takes. Everything else comes as it is.
 */
export const accessRestoration = (events: Iterable<OcsfEvent>, beganMilliseconds: number): Restoration => {
  const given = givenStatuses(events, beganMilliseconds - CLOCKS_APART);
  const revoked = revokedDevices(events);

  return {
    studies: [],
    tables: ['access', 'approvals'],
    study: () => {},
    bring: ({ key, item }) => {
      if (key.table === 'approvals' || partsOf('access', 'approvalDecision', key) !== undefined)
        return undefined;
      const principal = partsOf('access', 'principal', key);
      if (principal !== undefined) {
        const name = JSON.stringify([principal.tenant, textOf(item, 'recordId')]);
        const since = given.get(name) ?? [];
        return inStatus(withAdmissions(item, since), lasting(since));
      }
      const device = partsOf('access', 'device', key);
      const isRevoked = device !== undefined && revoked.has(JSON.stringify([device.tenant, device.deviceId]));
      return isRevoked ? inStatus(item, 'revoked') : item;
    },
  };
};
