import type { Change } from '@temkin/audit-event';
import type { Receipt, ReliedOn } from '@temkin/kernel';
import type { ReadPurpose, Register } from '../../domain/index.ts';

/** Companies, which another capability owns. */
export interface Companies {
  exists(company: string): Promise<boolean>;
}

/** Tells whoever watches over the system: a structured line that an alarm counts. */
export interface RightsFindings {
  report(
    finding:
      | { readonly finding: 'notice-failed'; readonly tenant: string; readonly kind: string }
      | {
          readonly finding: 'deadline-near' | 'deadline-missed';
          readonly tenant: string;
          readonly register: Register;
          readonly count: number;
        },
  ): void;
}

/** Writes of a transaction, made of the receipt of its event. */
export type Writes = (receipt: Receipt) => ReturnType<NonNullable<Change['writes']>>;

/** What goes into a transaction beside its event. */
export interface Beside {
  readonly reliedOn: readonly ReliedOn[];
  readonly writes: Writes;
}

/** A case as the basis of reads: about whom, and what for. */
export interface RightsCase {
  readonly caseId: string;
  readonly purpose: ReadPurpose;
  readonly personId: string;
  /** Staff id, or the page of the public. */
  readonly openedBy: string;
  /** Milliseconds since the epoch. */
  readonly openedAt: number;
}

/** The cases that are bases of reads: opened and closed with what they are about. */
export interface Cases {
  openWrites(tenant: string, opened: RightsCase, receipt: Receipt): ReturnType<Writes>;
  /** Undefined where the case was closed already. */
  close(tenant: string, caseId: string, closedAt: number): Promise<Beside | undefined>;
}

/** What is kept of a finding, with the version that it makes of the number: none where the number has ended. */
export interface BegunFinding extends Beside {
  /**
   * What begins with it, as the event says it: the timeline of wrong information, or that a number which waits for its first verification is
   * kept from it. Absent where a timeline is under way, or the number has ended.
   */
  readonly begins?: 'wrong-information' | 'kept-from-service';
  readonly version?: number;
  /** Of the timeline that begins. */
  readonly policies: readonly string[];
}

/** What a confirmed claim begins: that the information of a number is found to be wrong. */
export interface WrongInformation {
  /** Undefined where there is no such number; of one that has ended nothing can be found, and that it is so is relied on. */
  begin(
    tenant: string,
    number: { readonly personId: string; readonly subscriptionId: string },
    foundAt: number,
  ): Promise<BegunFinding | undefined>;
}

/** SHA-256 (FIPS 180-4). */
export type Sha256 = (bytes: Uint8Array) => Promise<Uint8Array> | Uint8Array;
