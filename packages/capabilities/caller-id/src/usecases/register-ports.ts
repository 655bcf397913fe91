import type { ReliedOn, Role } from '@temkin/kernel';

/** Staff, whom another capability keeps. */
export interface StaffDirectory {
  staff(
    tenant: string,
    id: string,
  ): Promise<
    { readonly roles: readonly Role[]; readonly active: boolean; readonly reliedOn: ReliedOn } | undefined
  >;
}

/** A shift that is open. */
export interface OpenShift {
  readonly shiftId: string;
  readonly reliedOn: ReliedOn;
}

/** A parcel that an open shift has. */
export interface CarriedParcel {
  readonly shiftId: string;
  /** Staff id. */
  readonly shipper: string;
  /** Who it is in the log. */
  readonly pseudonym: string;
  /** Parcel and shift. */
  readonly reliedOn: readonly ReliedOn[];
}

/** Shifts and what they have, which another capability owns. */
export interface Shifts {
  /** A shipper's open shift. */
  openShift(tenant: string, shipper: string): Promise<OpenShift | undefined>;
  /** The open shift that has a parcel now. As many reads, one after the other, whatever comes of them. */
  carrying(tenant: string, waybillNumber: string): Promise<CarriedParcel | undefined>;
}
