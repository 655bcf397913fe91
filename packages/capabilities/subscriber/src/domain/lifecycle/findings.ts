import type { SubscriptionState } from '../record/subscriber-record.ts';
import { TIMELINE_STOPS, type Timeline } from './timelines.ts';

/**
 * Why a number's information is held to be wrong, and what began the other timeline. `import`: an old system's record with a severe
 * defect; `claim`: somebody says that the number is not theirs, and that was confirmed; `sweep`: a rule of junk numbers met it.
 */
export const FINDING_GROUNDS = {
  'wrong-information': [
    'import',
    'claim',
    'sweep',
    'authority',
    'document',
    'identity',
    'portrait',
    'contract',
  ],
  'device-change': ['network'],
} as const satisfies Readonly<Record<Timeline, readonly string[]>>;

export type FindingGrounds = (typeof FINDING_GROUNDS)[Timeline][number];

/** What was found of a number, and begins a timeline. */
export interface Finding {
  readonly findingId: string;
  readonly timeline: Timeline;
  readonly grounds: FindingGrounds;
  /** When the fault was found, or the device was changed; milliseconds since the epoch. */
  readonly foundAt: number;
  readonly withdrawnAt?: number;
}

export type FindingVerdict =
  | { readonly allowed: true }
  | {
      readonly allowed: false;
      readonly code:
        | 'FINDING.GROUNDS_NOT_ALLOWED'
        | 'FINDING.IN_THE_FUTURE'
        | 'FINDING.NOT_WITHDRAWABLE'
        | 'FINDING.WITHDRAWN_BEFORE'
        | 'SUBSCRIPTION.STATE_NOT_ALLOWED';
    };

/** Whether something can be found of a number: it is served, or was until somebody suspended it. A number nobody has, or that waits for its first verification, has nothing to lose. */
export const decideFinding = ({
  timeline,
  grounds,
  foundAt,
  state,
  now,
}: Pick<Finding, 'timeline' | 'grounds' | 'foundAt'> & {
  readonly state: SubscriptionState;
  readonly now: number;
}): FindingVerdict => {
  const known: readonly FindingGrounds[] = FINDING_GROUNDS[timeline];
  if (!known.includes(grounds)) return { allowed: false, code: 'FINDING.GROUNDS_NOT_ALLOWED' };
  if (foundAt > now) return { allowed: false, code: 'FINDING.IN_THE_FUTURE' };
  if (state === 'pending' || state === 'terminated')
    return { allowed: false, code: 'SUBSCRIPTION.STATE_NOT_ALLOWED' };
  return { allowed: true };
};

/**
 * Whether what was found keeps a number that waits for its first verification from all service: somebody whose document it is registered
 * on has said that it is not theirs, and that was confirmed. The same document would verify it. Nothing does until that is taken back, and
 * the number ends as one that was never verified.
 */
export const keepsFromService = (
  state: SubscriptionState,
  findings: readonly Pick<Finding, 'timeline' | 'withdrawnAt'>[],
): boolean =>
  state === 'pending' &&
  findings.some(({ timeline, withdrawnAt }) => timeline === 'wrong-information' && withdrawnAt === undefined);

/**
 * Whether a finding can be taken back, once: that a device was changed cannot, for one that was changed back is a change too. Nothing
 * comes back with it once the number is nobody's.
 */
export const decideWithdrawal = (
  { timeline, withdrawnAt }: Pick<Finding, 'timeline' | 'withdrawnAt'>,
  state: SubscriptionState,
): FindingVerdict => {
  if (!TIMELINE_STOPS[timeline].includes('finding-withdrawn'))
    return { allowed: false, code: 'FINDING.NOT_WITHDRAWABLE' };
  if (withdrawnAt !== undefined) return { allowed: false, code: 'FINDING.WITHDRAWN_BEFORE' };
  if (state === 'terminated') return { allowed: false, code: 'SUBSCRIPTION.STATE_NOT_ALLOWED' };
  return { allowed: true };
};
