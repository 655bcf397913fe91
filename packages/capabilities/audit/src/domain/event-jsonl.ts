import type { PlacedEvent } from './placed-event.ts';

/** An event as a line of JSON Lines, in the words of the API. */
export const jsonLine = ({ event, place }: PlacedEvent): string =>
  `${JSON.stringify({ ...event, ...place })}\n`;
