import type { KeyRing } from '@temkin/crypto';
import type { IdentityVerification, SendNumberCode } from '../domain/index.ts';
import type { SelfCheckCounts } from '../store/self-check-counts.ts';
import type { NumberCodes } from '../store/number-codes.ts';
import type { Writes } from './prepare-move.ts';

/** A picture of a face that a verification keeps. */
export interface KeptFace {
  /** What it is found and opened by later, to be sealed under the holder's key. */
  readonly kept: string;
  /** The writes that make it the holder's, for the transaction that names it. */
  readonly writes: Writes;
}

/** Pictures of faces that were taken now. */
export interface FaceImages {
  /** Makes a picture that was uploaded the holder's; undefined where nobody knows it. */
  readonly keep: (tenant: string, imageId: string) => Promise<KeptFace | undefined>;
  /** The bytes of one, JPEG or PNG. */
  readonly open: (tenant: string, kept: string) => Promise<Uint8Array>;
}

/** What a verification needs beside the registry: who is asked, and the face. */
export interface VerificationPorts {
  readonly identity: IdentityVerification;
  readonly faces: FaceImages;
}

/** What codes to earlier numbers need beside the registry. */
export interface NumberCodePorts {
  /** Purpose `number-code`, under a root key that is not the registry's: it opens nobody. */
  readonly codes: KeyRing;
  readonly numberCodes: NumberCodes;
  readonly counts: SelfCheckCounts;
  readonly notify: SendNumberCode;
  /** Tells whoever watches over the system: a structured line that an alarm counts. */
  readonly findings: {
    report(finding: {
      readonly finding: 'notice-failed';
      readonly tenant: string;
      readonly kind: string;
    }): void;
  };
}
