import type { CustodyEventName } from './custody-events.ts';
import type { ParcelState } from './states.ts';

/** One scan as it is kept in a parcel's trail. */
export interface CustodyRecord {
  /** 32 hexadecimal digits; the same for a scan that is sent again. */
  readonly custodyEventId: string;
  readonly event: CustodyEventName;
  /** The parcel's state from then on. */
  readonly state: ParcelState;
  readonly holder?: { readonly type: 'facility' | 'shift'; readonly id: string };
  /** Milliseconds since the epoch, as the source says. */
  readonly occurredAt: number;
  /** Milliseconds since the epoch, server time. */
  readonly recordedAt: number;
  /** Role that reported it; who it was stands in the audit event. */
  readonly source: string;
  readonly flags: readonly string[];
  readonly eventId: string;
}
