import type { AddCheckpoint, VerifierKey } from '@temkin/tlog';

/** What a witness answers. Nothing of it is verified. */
export type WitnessAnswer =
  | {
      readonly outcome: 'cosigned';
      /** Signature lines, its own cosignature among them. */
      readonly lines: string;
    }
  | {
      readonly outcome: 'other-size';
      /** Of the checkpoint that it cosigned last. */
      readonly size: number;
    }
  | {
      /** It would say the same until a person has changed something. */
      readonly outcome: 'refused';
      readonly status: number;
    };

/** Somebody else who sees that a log only ever grows, and says so (c2sp.org/tlog-witness). */
export interface Witness {
  readonly key: VerifierKey;
  /** Throws where nobody answers, or with what may be otherwise in a minute. */
  addCheckpoint(request: AddCheckpoint): Promise<WitnessAnswer>;
}
