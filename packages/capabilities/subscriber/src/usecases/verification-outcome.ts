import type { Receipt } from '@temkin/kernel';
import type { MatchedField, Measure, Standing } from '../domain/index.ts';
import type { ReadVerification } from '../store/verifications.ts';

/** What became of a verification. */
export type VerificationOutcome = {
  readonly verificationId: string;
  /** Of the event that says so. */
  readonly receipt: Receipt;
} & (
  | { readonly is: 'verified'; readonly standing: Standing; readonly version: number }
  /** The source was silent: asked again by itself. Milliseconds since the epoch. */
  | { readonly is: 'waiting'; readonly askAgainAt: number }
  /** No field of it: there is no such way for the document at that place. */
  | { readonly is: 'mismatch' | 'incomplete'; readonly failing: readonly (MatchedField | Measure)[] }
  | { readonly is: 'over' }
);

/** What a verification says of itself, as it is kept. */
export const outcomeOf = (
  { verificationId, state, receipt, nextAt = 0, failing = [] }: ReadVerification,
  { standing, version }: { readonly standing: Standing; readonly version: number },
): VerificationOutcome => {
  switch (state) {
    case 'verified':
      return { is: state, verificationId, receipt, standing, version };
    case 'waiting':
      return { is: state, verificationId, receipt, askAgainAt: nextAt };
    case 'mismatch':
    case 'incomplete':
      return { is: state, verificationId, receipt, failing };
    case 'over':
      return { is: state, verificationId, receipt };
  }
};
