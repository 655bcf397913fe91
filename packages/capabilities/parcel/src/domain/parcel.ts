import type { ReliedOn } from '@temkin/kernel';
import type { LabelKind } from './label/index.ts';
import type { ParcelState } from './states.ts';

/** Who has a parcel: a facility, or a shipper for the time of one shift. Nobody once it is delivered or returned. */
export type Holder =
  | { readonly type: 'facility'; readonly id: string }
  | { readonly type: 'shift'; readonly id: string; readonly shipper: string; readonly facility: string };

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
  readonly communeCode: string;
  readonly sortCode?: string;
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
  /** Who it is in the log. */
  readonly pseudonym: string;
  readonly issueReceipt: { readonly eventId: string; readonly leaf: string };
}

/** A record together with the version of it that was read. */
export type Read<Record> = Record & { readonly reliedOn: ReliedOn };
