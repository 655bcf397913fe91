import type { ReliedOn } from '@temkin/kernel';
import type { LabelKind } from './label/index.ts';
import type { ParcelState } from './states.ts';

/** Who has a parcel: a facility, or a shipper for the time of one shift. Nobody once it is delivered or returned. */
export type Holder =
  | { readonly type: 'facility'; readonly id: string }
  | { readonly type: 'shift'; readonly id: string; readonly shipper: string; readonly facility: string };

/** The facility that answers for a parcel: its holder, or its holder's. */
export const facilityOf = (holder: Holder | undefined): string | undefined =>
  holder?.type === 'shift' ? holder.facility : holder?.id;

/** Whom the holder of a parcel has offered it to: it is theirs once they scan it. */
export interface Offer {
  readonly type: 'facility' | 'shift';
  readonly id: string;
}

/** `international` items have longer terms of complaint (Post Law 49/2010 Art 38). */
export type Service = 'domestic' | 'international';

/** What the registry knows of a parcel in clear: nothing personal. */
export interface Parcel {
  /** 32 hexadecimal digits; stays inside the API, never on paper. */
  readonly parcelId: string;
  readonly waybillNumber: string;
  readonly labelId: string;
  readonly kind: LabelKind;
  readonly service: Service;
  readonly state: ParcelState;
  readonly holder?: Holder;
  readonly offeredTo?: Offer;
  /** Staff id of the shipper who is to collect it; only while it awaits collection. */
  readonly assignedTo?: string;
  /** When the latest scan happened, in milliseconds since the epoch: what happened before moves the parcel no more. */
  readonly movedAt?: number;
  readonly communeCode: string;
  readonly sortCode?: string;
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
  /** Who it is in the log. */
  readonly pseudonym: string;
  readonly issueReceipt: { readonly eventId: string; readonly leaf: string };
}

/** What a facility must know of a parcel to sort it: nothing personal. */
export type ExpectedParcel = Pick<Parcel, 'parcelId' | 'waybillNumber' | 'communeCode' | 'sortCode'>;

/** A record together with the version of it that was read. */
export type Read<Record> = Record & { readonly reliedOn: ReliedOn };
