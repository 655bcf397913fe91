import type { Caller, ReliedOn } from '@temkin/kernel';
import type { CallIntent, NumberNames, Read } from '../domain/index.ts';

/** A parcel by its label in hand, or by its number. */
export type NamedParcel = { readonly token: string } | { readonly waybillNumber: string };

/** What a call needs to know of its parcel, once that is on record. */
export interface CallContact {
  /** E.164. For the network alone: never answered, logged or put into an event. */
  readonly recipientPhone: string;
  /** Cash on delivery, whole dong; absent where none is due. */
  readonly codAmountVnd?: number;
}

/** A parcel that the caller may call about: it is with them on the road. */
export interface CallableParcel {
  readonly parcelId: string;
  readonly waybillNumber: string;
  /** Who it is in the log. */
  readonly pseudonym: string;
  readonly shiftId: string;
  readonly communeCode: string;
  /** The records that make it so: parcel, shift, label in hand. */
  readonly reliedOn: readonly ReliedOn[];
  /**
   * Puts on record that the contact is read for a call, and opens it; undefined where any of these records has changed. Refuses
   * where the caller has opened as many in an hour as may be.
   */
  open(): Promise<CallContact | undefined>;
}

/** Parcels, which another capability owns, and with them the rule whose contact is opened for a call. */
export interface CallContacts {
  /** Refuses, by codes of its own, whatever is not with the caller on the road; undefined where it changed meanwhile. */
  find(caller: Caller, parcel: NamedParcel): Promise<CallableParcel | undefined>;
}

/** What became of the wish for a line. */
export interface OpenedLine {
  /** The call as it stands now: announced, in another mode, as it was declared, or over. */
  readonly intent: CallIntent;
  /** The number of our pool to dial; absent where the shipper is rung back, the call is over, or the number may lead to somebody else. */
  readonly dial?: string;
}

/** Lines in the operator's network. */
export interface CallLines {
  /** Has a declared call made or awaited there. Never rejects for what a network does: then the call stands as it was declared. */
  open(
    caller: Caller,
    intent: Read<CallIntent>,
    line: { readonly recipientPhone: string; readonly names: NumberNames },
  ): Promise<OpenedLine>;
  /** Ends what is held open there for a call that is over. Never rejects. */
  close(tenant: string, intent: CallIntent): Promise<void>;
}

/** Telephones of staff members, each shown to be their own. */
export interface StaffNumbers {
  /** E.164; undefined where none is registered, or not verified. */
  numberOf(tenant: string, staff: string): Promise<string | undefined>;
}
