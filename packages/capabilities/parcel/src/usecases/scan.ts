import {
  CUSTODY_RULES,
  type AttemptReason,
  type CustodyEventName,
  type CustodyRecord,
  type HandOver,
} from '../domain/index.ts';

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
  readonly reason?: AttemptReason;
  readonly handOver?: HandOver;
}

/** Whether a scan is the one that was recorded, sent again. */
export const isRepeated = ({ event, holder }: Scan, known: CustodyRecord): boolean => {
  if (event !== known.event) return false;
  const takes = CUSTODY_RULES[event].holder;
  if (holder === undefined || takes === 'kept' || takes === 'nobody') return true;
  const named = takes === 'offered' ? known.offeredTo : known.holder;
  return named === undefined || holder.id === named.id;
};
