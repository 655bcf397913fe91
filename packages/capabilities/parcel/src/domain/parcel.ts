import type { ReliedOn } from '@temkin/kernel';
import type { LabelKind } from './label/index.ts';
import type { SideReaders } from './side-readers.ts';
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

/** Where the index of phones leads from a number to its parcel: nobody can tell the number by it. */
export interface IndexedPhone {
  /** Id of the tenant key that hashed it. */
  readonly indexKeyId: string;
  /** 32 hexadecimal digits. */
  readonly phoneHash: string;
}

/** By which numbers a parcel is found. */
export interface IndexedPhones {
  readonly recipient: IndexedPhone;
  readonly sender?: IndexedPhone;
}

/** A label that was replaced and still opens, for whoever has not seen the new one yet. */
export interface SupersededLabel {
  readonly labelId: string;
  /** Its last instant, in milliseconds since the epoch, a whole second. */
  readonly until: number;
}

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
  /** Shippers who have read one side of it, and may not read the other. */
  readonly readers?: SideReaders;
  readonly communeCode: string;
  readonly sortCode?: string;
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
  /** When time acts upon it next, and when everything dies that leads to a person: milliseconds since the epoch. */
  readonly dueAt: number;
  readonly retainedUntil: number;
  /** Absent where it is found by none. */
  readonly phones?: IndexedPhones;
  /** The label that `labelId` replaced while the parcel was on the road, until somebody scans the new one. */
  readonly superseded?: SupersededLabel;
  /** The newest of its amendments; each is a version of its own, from 1 on. Absent where it was never amended. */
  readonly amendmentVersion?: number;
  /** When what its label says was last amended, in milliseconds since the epoch. */
  readonly amendedAt?: number;
  /** Who it is in the log. */
  readonly pseudonym: string;
  readonly issueReceipt: { readonly eventId: string; readonly leaf: string };
}

/** What remains of a parcel once everything is destroyed that leads to a person, or from a person to its events. */
export interface ShreddedParcel {
  readonly parcelId: string;
  readonly state: 'shredded';
  /** Milliseconds since the epoch. */
  readonly shreddedAt: number;
}

/** What a facility must know of a parcel to sort it: nothing personal. */
export type ExpectedParcel = Pick<Parcel, 'parcelId' | 'waybillNumber' | 'communeCode' | 'sortCode'>;

/** A record together with the version of it that was read. */
export type Read<Record> = Record & { readonly reliedOn: ReliedOn };
