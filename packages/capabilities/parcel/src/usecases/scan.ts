import type { CustodyEventName, CustodyRecord } from '../domain/index.ts';

/** One scan, naming its parcel in one of three ways. */
export interface Scan {
  readonly index: number;
  readonly parcel:
    { readonly token: string } | { readonly waybillNumber: string } | { readonly parcelId: string };
  readonly event: CustodyEventName;
  readonly holder?: { readonly type: 'facility' | 'shift'; readonly id: string };
  /** Milliseconds since the epoch; now where absent. */
  readonly occurredAt?: number;
  /** The source's own id of this scan: sent again, it is recorded once. */
  readonly sourceEventId?: string;
}

/** Whether a scan is the one that was recorded, sent again. */
export const isRepeated = ({ event, holder }: Scan, known: CustodyRecord): boolean =>
  event === known.event &&
  (holder === undefined || known.holder === undefined || holder.id === known.holder.id);
