import type { EventView } from './event-view.ts';

/** As what an event names somebody or something. */
export type NamedRole = 'actor' | 'resource' | 'both';

/** The pseudonyms that an event names, each once. */
export const namesIn = ({ actor, resources }: EventView): ReadonlyMap<string, NamedRole> => {
  const names = new Map<string, NamedRole>(resources.map(({ pseudonym }) => [pseudonym, 'resource']));
  return names.set(actor.pseudonym, names.has(actor.pseudonym) ? 'both' : 'actor');
};

/** Whether an event names this pseudonym at all. */
export const isNamedIn = (event: EventView, pseudonym: string): boolean =>
  event.actor.pseudonym === pseudonym || event.resources.some((resource) => resource.pseudonym === pseudonym);
