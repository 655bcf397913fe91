import type { Recorder } from '@temkin/audit-event';
import type { AgreementKey, KeyRing, KeyWrap } from '@temkin/crypto';
import type { About, Caller, Clock, RandomBytes, Receipt, ReliedOn, Role } from '@temkin/kernel';
import type { DocumentFormat, LoggedEvent, PictureFormat, PrinterDpi } from '../domain/index.ts';

/** Where the data of parcels are kept: in a sealed copy beside what the label carries, or on the label and nowhere else. */
export type Keeping = 'escrow' | 'label-only';

/** A tenant's settings, staff, facilities and devices, which another capability owns. */
export interface Directory {
  /** How parcels are issued from now on (each stays as it was issued), and what a stranger may read on a label. */
  settings(tenant: string): Promise<{ readonly keeping: Keeping; readonly labels: LabelSettings }>;
  staff(
    tenant: string,
    id: string,
  ): Promise<
    | {
        readonly id: string;
        readonly roles: readonly Role[];
        readonly facility?: string;
        readonly active: boolean;
        readonly reliedOn: ReliedOn;
      }
    | undefined
  >;
  facility(
    tenant: string,
    id: string,
  ): Promise<{ readonly id: string; readonly communeCode: string; readonly reliedOn: ReliedOn } | undefined>;
  device(tenant: string, deviceId: string): Promise<Device | undefined>;
}

/** A handset or scanner. */
export interface Device {
  readonly deviceId: string;
  /** What is sealed to the device is sealed to this one. */
  readonly bundleKey: AgreementKey;
  readonly active: boolean;
  readonly reliedOn: ReliedOn;
}

/** What a company has decided for all of its labels. */
export interface LabelSettings {
  readonly profile: LabelWords['profile'];
  /** Whether the amount of cash on delivery is printed in clear. */
  readonly codOnLabel: boolean;
}

/** What a label says: the token to machines, the rest to whoever sees it, as far as the profile lets it through. */
export interface LabelWords {
  readonly token: string;
  readonly waybillNumber: string;
  readonly maskedRecipient: {
    /** Masked by whoever draws it. */
    readonly name: string;
    readonly street: string;
    readonly commune: string;
    readonly province: string;
  };
  readonly sortCode?: string;
  readonly profile: 'strict' | 'street' | 'clear';
  /** Whole dong; absent where it is not to be printed. */
  readonly printedCodVnd?: number;
}

/** A drawing as a file has it: text, or bytes. */
export type Drawing = string | Uint8Array;

/** Draws labels. */
export interface LabelDrawer {
  picture(format: PictureFormat, label: LabelWords, dpi: PrinterDpi): Promise<Drawing>;
  /** All of them in one, in their order. */
  document(format: DocumentFormat, labels: readonly LabelWords[], dpi: PrinterDpi): Promise<Drawing>;
}

/** Puts a refusal on record that is one item's of many, and so does not end the request. */
export interface RefusalRecorder {
  record(
    caller: Caller,
    refusal: { readonly action: string; readonly code: string; readonly about?: About },
  ): Promise<Receipt>;
}

/** Tells whoever watches over the system of something that may be an attack: a structured line that an alarm counts. */
export interface Findings {
  /** `pseudonym` is the actor's, as events have it. */
  report(
    finding:
      | {
          readonly finding: 'escrow-ceiling-reached' | 'search-ceiling-reached';
          readonly tenant: string;
          readonly purpose: string;
          readonly pseudonym: string;
        }
      | { readonly finding: 'router-failed'; readonly tenant: string }
      | { readonly finding: 'notice-failed'; readonly tenant: string; readonly kind: string },
  ): void;
}

/** Companies, which another capability owns. */
export interface Companies {
  exists(company: string): Promise<boolean>;
}

/** The log, which another capability keeps. */
export interface ParcelEvents {
  /** The events that name a parcel by its pseudonym, in order of time; `complete` where none can be missing. */
  about(
    tenant: string,
    pseudonym: string,
    sinceMilliseconds: number,
  ): Promise<{ readonly events: readonly LoggedEvent[]; readonly complete: boolean }>;
}

/** The keys of this capability, by what they are for. */
export interface ParcelKeys {
  /** Wraps label keys (purpose `label`). */
  readonly labelKeys: KeyWrap;
  /** Wraps the random key of each parcel's pseudonym (purpose `subject`). */
  readonly subjectKeys: KeyWrap;
  /** Wraps escrow keys, under a root key of their own; able to wrap, not to unwrap (purpose `escrow`). */
  readonly escrowKeys: Pick<KeyWrap, 'wrap'>;
  /** Hash keys: purposes `digest` and `phone-index`. */
  readonly ring: KeyRing;
}

/** What every use case of this capability has at hand. */
export interface Surroundings {
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly random: RandomBytes;
}
