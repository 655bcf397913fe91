import type { ListedEvent } from './listed-event.ts';

/** An event as a line of JSON Lines, in the words of the API. */
export const jsonLine = (event: ListedEvent): string => `${JSON.stringify(event)}\n`;
