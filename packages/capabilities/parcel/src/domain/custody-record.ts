import type { Sealed } from '@temkin/crypto';
import type { AttemptReason } from './custody-detail.ts';
import type { CustodyFlag } from './custody-flags.ts';
import type { CustodyEventName } from './custody-events.ts';
import type { Holder, Offer } from './parcel.ts';
import type { Ordered } from './place.ts';
import type { ParcelState } from './states.ts';

/** One scan as it is kept in a parcel's trail. */
export interface CustodyRecord extends Ordered {
  /** 32 hexadecimal digits; the same for a scan that is sent again. */
  readonly custodyEventId: string;
  readonly event: CustodyEventName;
  /** The parcel's state by this scan, and who has it: of a late one, when it happened. */
  readonly state: ParcelState;
  readonly holder?: Holder;
  readonly offeredTo?: Offer;
  /** Why a delivery was attempted in vain. */
  readonly reason?: AttemptReason;
  /** Whom it was handed to and with which proof, under the parcel's subject key. */
  readonly detail?: Sealed;
  /** Role that reported it; who it was stands in the audit event. */
  readonly source: string;
  readonly flags: readonly CustodyFlag[];
  readonly eventId: string;
}
