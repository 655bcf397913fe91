import type { Caller } from '@temkin/kernel';
import type { Sha256 } from '@temkin/tlog';
import { listedEvent, type ListedEvent } from '../domain/index.ts';
import { askEvents, type AskedEvents, type AskedPage, type AskingDependencies } from './ask-events.ts';

export interface EventPage extends AskedPage {
  readonly events: readonly ListedEvent[];
  /** Events of this page that are not in the log yet. */
  readonly pending: number;
}

/** A tenant's events, a page at a time, by the rules of `askEvents`. */
export const queryEvents = (dependencies: AskingDependencies & { readonly sha256: Sha256 }) => {
  const { sha256 } = dependencies;
  const ask = askEvents(dependencies);
  return async (
    caller: Caller,
    { limit, ...asked }: AskedEvents & { readonly limit: number },
  ): Promise<EventPage> => {
    const events: ListedEvent[] = [];
    const page = await ask(caller, 'audit.query', asked, {
      isFull: () => events.length === limit,
      take: async (found) => void events.push(await listedEvent(sha256, found)),
    });
    return { events, pending: events.filter(({ index }) => index === undefined).length, ...page };
  };
};
