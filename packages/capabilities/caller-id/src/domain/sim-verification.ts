import type { PolicyRecord } from '@temkin/kernel';

/** What an operator is asked of a telephone number. */
export interface SimQuestion {
  /** Names the question, so that one that is asked again is known again. */
  readonly verificationId: string;
  readonly tenant: string;
  /** E.164. */
  readonly number: string;
  /** Hours within which a change of the SIM card speaks against it. */
  readonly simAgeHours: number;
}

/**
 * What the operator says: the staff member's device is the one that answers to this number, by a SIM card that is old enough; it
 * is another's; the SIM card was changed lately; nobody can tell now.
 */
export const SIM_VERDICTS = ['verified', 'not-verified', 'swapped', 'cannot-tell'] as const;

export type SimVerdict = (typeof SIM_VERDICTS)[number];

/**
 * Whether a telephone number is that of the device that a staff member holds. A code by message proves less (whoever reads the
 * message has it) and is not asked for. It resolves by the signal's deadline or rejects; whatever fails on the way is
 * `cannot-tell`. What it throws quotes no number.
 */
export interface SimVerification {
  verify(question: SimQuestion, signal: AbortSignal): Promise<SimVerdict>;
}

/** Hours within which a change of the SIM card speaks against a number. */
export const simAge: readonly PolicyRecord<number>[] = [
  {
    id: 'sim-age',
    value: 72,
    source:
      'Temkin default: whoever loses their number to a swapped SIM card notices within three days; CAMARA SimSwap takes 1 to 2,400 hours',
    validFrom: '2025-07-01',
  },
];

/** Milliseconds that an operator is waited for. */
export const simAnswerMilliseconds: readonly PolicyRecord<number>[] = [
  {
    id: 'sim-answer',
    value: 5_000,
    source: 'Temkin default: two questions to an operator, and an administrator who waits once',
    validFrom: '2025-07-01',
  },
];
