import type { OcsfEvent } from '@temkin/audit-event';
import { rfc3339 } from '@temkin/kernel';
import type { EventView } from '../domain/index.ts';

/** What a log entry says, in the API's words. */
export const eventView = (event: OcsfEvent): EventView => {
  const { outcome, purpose, groups, policies, change, fields, grounds, flags, facility } = event.unmapped;
  return {
    eventId: event.metadata.uid,
    time: rfc3339(event.time),
    action: event.api.operation,
    outcome,
    ...(event.status_code !== undefined && { reason: event.status_code }),
    actor: {
      pseudonym: event.actor.user.uid,
      role: event.actor.user.groups.map((group) => group.name).join(' '),
      ...(facility !== undefined && { facility }),
    },
    resources: event.resources.map(({ type, uid, version }) => ({
      type,
      pseudonym: uid,
      ...(version !== undefined && { version: Number(version) }),
    })),
    ...(purpose !== undefined && { purpose }),
    ...(groups !== undefined && { groups }),
    ...(policies !== undefined && { policies }),
    ...(change !== undefined && { change }),
    ...(fields !== undefined && { fields }),
    ...(grounds !== undefined && { grounds }),
    ...(flags !== undefined && { flags }),
  };
};
