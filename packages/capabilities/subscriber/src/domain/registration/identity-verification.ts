import type { PolicyRecord } from '@temkin/kernel';
import type { IdentityNumber } from '../forms/normalize-identity-number.ts';
import type { FieldAnswer } from './judge-verification.ts';
import type { IdentitySource, MatchedField } from './verification-rules.ts';

/** What a source is asked. Personal values in clear: for the source alone, in no log, event or error. */
export interface IdentityQuestion {
  /** Names the question, so that one that is asked again is known again: UUID. */
  readonly verificationId: string;
  readonly tenant: string;
  readonly source: Exclude<IdentitySource, 'papers'>;
  readonly identity: IdentityNumber;
  readonly name: string;
  /** `YYYY-MM-DD`. */
  readonly birthDate: string;
  /** A picture of the face that was taken now; absent where no face is compared. */
  readonly face?: Uint8Array;
}

/**
 * What a source says. `answered`: field by field, with its own reference and time, which are evidence. `unknown`: it knows no such person,
 * which is a mismatch of the number. `timeout`: it may have been asked or not, and is asked again by the same id. `outage`: it was not
 * asked, and the question waits.
 */
export type IdentityAnswer =
  | {
      readonly is: 'answered';
      readonly fields: Readonly<Record<MatchedField, FieldAnswer>>;
      readonly reference: string;
      /** Milliseconds since the epoch, by the source's clock. */
      readonly answeredAt: number;
    }
  | { readonly is: 'unknown'; readonly reference: string; readonly answeredAt: number }
  | { readonly is: 'timeout' }
  | { readonly is: 'outage' };

/**
 * A database of identities, or the reader of a chip. It resolves by the signal's deadline, whatever happens: that a source cannot be
 * reached is an answer. It rejects for faults of its own configuration alone, and quotes nothing that it was asked.
 */
export interface IdentityVerification {
  readonly ask: (question: IdentityQuestion, signal: AbortSignal) => Promise<IdentityAnswer>;
}

/** What an answer says of the fields; undefined where it says nothing and the question is still open. */
export const fieldsAnswered = (
  answer: IdentityAnswer,
): Readonly<Partial<Record<MatchedField, FieldAnswer>>> | undefined => {
  switch (answer.is) {
    case 'answered':
      return answer.fields;
    case 'unknown':
      return { identityNumber: 'mismatch' };
    case 'timeout':
    case 'outage':
      return undefined;
  }
};

/** Milliseconds that a source is waited for. */
export const identityWait: readonly PolicyRecord<number>[] = [
  {
    id: 'identity-wait',
    value: 8_000,
    source: 'Temkin default: somebody stands at a counter; what takes longer waits in the queue',
    validFrom: '2024-12-24',
  },
];

/** Milliseconds after which a question is asked again that nobody says what became of: whoever asked it may have died over it. */
export const identityLease: readonly PolicyRecord<number>[] = [
  {
    id: 'identity-lease',
    value: 120_000,
    source: 'Temkin default: longer than a question takes with all that is written before and after it',
    validFrom: '2024-12-24',
  },
];

/** Minutes after which a question that found its source silent is asked again, one for each time, the last for all further ones. */
export const identityRetryMinutes: readonly PolicyRecord<readonly number[]>[] = [
  {
    id: 'identity-retry',
    value: [1, 5, 15, 60],
    source:
      'Temkin default: a short silence costs a minute, and a day’s outage no more than a question an hour',
    validFrom: '2024-12-24',
  },
];

/** When a question that was in vain so many times, 1 at least, is asked again. Milliseconds since the epoch. */
export const askAgainAt = (minutes: readonly number[], triesInVain: number, now: number): number =>
  now + (minutes[Math.min(triesInVain, minutes.length) - 1] ?? 60) * 60_000;
