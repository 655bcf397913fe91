import type { SimQuestion, SimVerdict, SimVerification } from '@temkin/caller-id/domain';

/** An operator that knows whose telephone is whose, in this process. */
export interface SimVerificationSimulator extends SimVerification {
  /** In order; each question once, however often it was asked. */
  readonly asked: readonly SimQuestion[];
  /** Of a number that nobody said anything about, it says `verified`. */
  say(number: string, verdict: SimVerdict): void;
}

/** Simulates an operator's verification of numbers: it vouches for every number until it is told otherwise, and looks at no device. */
export const simVerificationSimulator = (): SimVerificationSimulator => {
  const asked: SimQuestion[] = [];
  const verdicts = new Map<string, SimVerdict>();
  return {
    asked,
    say: (number, verdict) => {
      verdicts.set(number, verdict);
    },
    verify: async (question, signal) => {
      signal.throwIfAborted();
      await Promise.resolve();
      if (!asked.some(({ verificationId }) => verificationId === question.verificationId))
        asked.push(question);
      return verdicts.get(question.number) ?? 'verified';
    },
  };
};
