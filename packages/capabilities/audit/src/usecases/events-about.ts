import { firstEventIdAt } from '@temkin/kernel';
import type { EventSource, EventView } from '../domain/index.ts';

/** What the log has about somebody or something. */
export interface EventsAbout {
  /** In order of time. */
  readonly events: readonly EventView[];
  /** Whether the log was looked through to its end. */
  readonly complete: boolean;
}

/** Events looked at for one answer: the outbox has no index, and what asks has people waiting. */
const SCAN_LIMIT = 5_000;

/**
 * The events of a tenant that name a subject by its pseudonym, from an instant on: for a use case of another capability,
 * which decides who may know and puts that on record.
 */
export const eventsAbout =
  ({ events }: { readonly events: Pick<EventSource, 'after'> }) =>
  async (tenant: string, subject: string, sinceMilliseconds: number): Promise<EventsAbout> => {
    const found: EventView[] = [];
    let looked = 0;
    for await (const event of events.after(tenant, firstEventIdAt(sinceMilliseconds))) {
      if (looked === SCAN_LIMIT) return { events: found, complete: false };
      looked += 1;
      if (event.resources.some(({ pseudonym }) => pseudonym === subject)) found.push(event);
    }
    return { events: found, complete: true };
  };
