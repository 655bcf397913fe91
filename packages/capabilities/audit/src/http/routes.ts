import { route, type Route } from '@temkin/http';
import type { queryEvents } from '../usecases/query-events.ts';
import type { readEvent } from '../usecases/read-event.ts';
import { queryEventsSpec, readEventSpec } from './specs.ts';

export interface AuditUsecases {
  readonly queryEvents: ReturnType<typeof queryEvents>;
  readonly readEvent: ReturnType<typeof readEvent>;
}

/** The audit capability's routes. */
export const auditRoutes = (usecases: AuditUsecases): readonly Route[] => [
  route(queryEventsSpec, async ({ caller, body }) => {
    const { cursor, limit, ...criteria } = body;
    const page = await usecases.queryEvents(caller, {
      ...criteria,
      limit,
      ...(cursor !== undefined && { after: cursor }),
    });
    return {
      body: {
        events: [...page.events],
        pending: page.pending,
        ...(page.next !== undefined && { cursor: page.next }),
      },
      receipt: page.receipt,
    };
  }),
  route(readEventSpec, async ({ caller, params }) => {
    const { event, receipt } = await usecases.readEvent(caller, params.eventId);
    return { body: event, receipt };
  }),
];
