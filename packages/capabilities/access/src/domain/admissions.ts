import { inForce } from '@temkin/kernel';
import { independenceDays } from './approvals.ts';

/** That somebody of the company let a principal in: by reinstating it, so far. */
export interface Admission {
  /** Who it was, as the log calls them. */
  readonly by: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

const DAY_MILLISECONDS = 86_400_000;

/** Those that still count: whoever let somebody in so lately cannot be their second person. */
export const recentAdmissions = (
  admissions: readonly Admission[],
  nowMilliseconds: number,
): readonly Admission[] => {
  const { value } = inForce(independenceDays, nowMilliseconds);
  return admissions.filter(({ at }) => nowMilliseconds < at + value * DAY_MILLISECONDS);
};

/** Whether somebody was let in again since an instant, and so was shut out. */
export const wasLetInSince = (
  { admissions }: { readonly admissions: readonly Admission[] },
  sinceMilliseconds: number,
): boolean => admissions.some(({ at }) => sinceMilliseconds <= at);
