import { route, type Route } from '@temkin/http';
import { SAVED_QUESTIONS } from '../domain/index.ts';
import type { countEvents } from '../usecases/count-events.ts';
import type { exportEvents } from '../usecases/export-events.ts';
import type { proveEvent } from '../usecases/prove-event.ts';
import type { queryEvents } from '../usecases/query-events.ts';
import type { readEvent } from '../usecases/read-event.ts';
import {
  countEventsSpec,
  CURSOR_HEADER,
  exportEventsSpec,
  listQuestionsSpec,
  MEDIA_TYPES,
} from './question-specs.ts';
import { proveEventSpec, queryEventsSpec, readEventSpec } from './specs.ts';

export interface AuditUsecases {
  readonly queryEvents: ReturnType<typeof queryEvents>;
  readonly exportEvents: ReturnType<typeof exportEvents>;
  readonly countEvents: ReturnType<typeof countEvents>;
  readonly readEvent: ReturnType<typeof readEvent>;
  readonly proveEvent: ReturnType<typeof proveEvent>;
}

const QUESTIONS = Object.entries(SAVED_QUESTIONS).map(([name, { asks, aboutSubject, countedBy }]) => ({
  name,
  asks,
  aboutSubject: aboutSubject === true,
  counted: countedBy !== undefined,
}));

/** The audit capability's routes. */
export const auditRoutes = (usecases: AuditUsecases): readonly Route[] => [
  route(queryEventsSpec, async ({ caller, body }) => {
    const { receipt, events, ...page } = await usecases.queryEvents(caller, body);
    return { body: { events: [...events], ...page }, receipt };
  }),
  route(exportEventsSpec, async ({ caller, body }) => {
    const { text, cursor, receipt } = await usecases.exportEvents(caller, body);
    const headers = { ...(cursor !== undefined && { [CURSOR_HEADER]: cursor }) };
    return { body: text, mediaType: MEDIA_TYPES[body.format], headers, receipt };
  }),
  route(countEventsSpec, async ({ caller, body }) => {
    const { receipt, counts, ...page } = await usecases.countEvents(caller, body);
    return { body: { counts: [...counts], ...page }, receipt };
  }),
  route(listQuestionsSpec, () => Promise.resolve({ body: { questions: QUESTIONS } })),
  route(readEventSpec, async ({ caller, params }) => {
    const { event, receipt } = await usecases.readEvent(caller, params.eventId);
    return { body: event, receipt };
  }),
  route(proveEventSpec, async ({ caller, params }) => {
    const { proof, receipt } = await usecases.proveEvent(caller, params.eventId);
    return { body: proof, receipt };
  }),
];
