import { toBase64 } from '@temkin/kernel';
import { leafHash, type Sha256 } from '@temkin/tlog';
import type { FoundEvent } from './event-source.ts';
import type { EventView } from './event-view.ts';

/** An event as auditors are answered; one that has none of what follows waits for the log. */
export interface ListedEvent extends EventView {
  /** Of the log that it stands in. */
  readonly logYear?: string;
  /** Where it stands there. */
  readonly index?: number;
  /** Base64 SHA-256 of its entry as a leaf (RFC 6962 §2.1): what the event's receipt said. */
  readonly leafHash?: string;
}

/** An event with where it stands, and the hash by which it is proved to stand there. */
export const listedEvent = async (
  sha256: Sha256,
  { event, entry, place }: FoundEvent,
): Promise<ListedEvent> =>
  place === undefined
    ? event
    : {
        ...event,
        logYear: place.year,
        index: place.index,
        leafHash: toBase64(await leafHash(sha256, entry)),
      };
