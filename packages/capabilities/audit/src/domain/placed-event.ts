import type { EventView } from './event-view.ts';

/** An event, and where it stands in the log of a year; without a place it waits for the log. */
export interface PlacedEvent {
  readonly event: EventView;
  readonly place?: {
    readonly year: string;
    readonly index: number;
    /** Base64 of 32 bytes (RFC 6962 §2.1). */
    readonly leafHash: string;
  };
}
