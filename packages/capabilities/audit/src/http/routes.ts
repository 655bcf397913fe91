import { route, type Route } from '@temkin/http';
import type { proveEvent } from '../usecases/prove-event.ts';
import type { queryEvents } from '../usecases/query-events.ts';
import type { readEvent } from '../usecases/read-event.ts';
import { proveEventSpec, queryEventsSpec, readEventSpec } from './specs.ts';

export interface AuditUsecases {
  readonly queryEvents: ReturnType<typeof queryEvents>;
  readonly readEvent: ReturnType<typeof readEvent>;
  readonly proveEvent: ReturnType<typeof proveEvent>;
}

/** The audit capability's routes. */
export const auditRoutes = (usecases: AuditUsecases): readonly Route[] => [
  route(queryEventsSpec, async ({ caller, body }) => {
    const { receipt, events, ...page } = await usecases.queryEvents(caller, body);
    return { body: { events: [...events], ...page }, receipt };
  }),
  route(readEventSpec, async ({ caller, params }) => {
    const { event, receipt } = await usecases.readEvent(caller, params.eventId);
    return { body: event, receipt };
  }),
  route(proveEventSpec, async ({ caller, params }) => {
    const { proof, receipt } = await usecases.proveEvent(caller, params.eventId);
    return { body: proof, receipt };
  }),
];
