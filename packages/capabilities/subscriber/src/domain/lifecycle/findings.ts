import type { SubscriptionState } from '../record/subscriber-record.ts';
import type { Mover } from './subscription-moves.ts';
import type { TimelineRun } from './timeline-run.ts';
import type { Timeline } from './timelines.ts';

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

/**
 * Who may take a finding back, by its grounds: a registrar what somebody finds who looks, at papers or at a hit of a sweep, and may have
 * mistaken. What an old system’s record lacks, a claim that was confirmed, an authority, a source of identities or a network said, no
 * registrar knows better: the holder’s verification settles it, and nothing else (Decree 163/2024 Art 25.1; Circular 08/2026 Art 8).
 */
export const TAKEN_BACK_BY: Readonly<Record<FindingGrounds, readonly Mover[]>> = {
  document: ['registrar'],
  portrait: ['registrar'],
  contract: ['registrar'],
  sweep: ['registrar'],
  import: [],
  claim: [],
  authority: [],
  identity: [],
  network: [],
};

/**
 * What a registrar puts on record by hand: what a registrar can take back, and so nothing that only others know. An import, a confirmed
 * claim, a source of identities and a network put theirs by what they do; what an authority says is looked at, and found as what it is.
 */
export const FOUND_BY_HAND = FINDING_GROUNDS['wrong-information'].filter((grounds) =>
  TAKEN_BACK_BY[grounds].includes('registrar'),
);

/** What was found of a number, and begins a timeline. */
export interface Finding {
  readonly findingId: string;
  readonly timeline: Timeline;
  readonly grounds: FindingGrounds;
  /** When the fault was found, or the device was changed; milliseconds since the epoch. */
  readonly foundAt: number;
  readonly withdrawnAt?: number;
  /** When the holder’s verification settled it. */
  readonly settledAt?: number;
}

export type FindingVerdict =
  | { readonly allowed: true }
  | {
      readonly allowed: false;
      readonly code:
        | 'FINDING.GROUNDS_NOT_ALLOWED'
        | 'FINDING.IN_THE_FUTURE'
        | 'FINDING.BEFORE_THE_NUMBER'
        | 'SUBSCRIPTION.STATE_NOT_ALLOWED';
    };

/** Whether a finding stands: nobody took it back, and no verification has settled it. */
export const isOpenFinding = ({
  withdrawnAt,
  settledAt,
}: Pick<Finding, 'withdrawnAt' | 'settledAt'>): boolean =>
  withdrawnAt === undefined && settledAt === undefined;

/**
 * Whether something can be found of a number: it is served, or was until somebody suspended it, and was registered by then, as far as it
 * is known when. A number nobody has, or that waits for its first verification, has nothing to lose.
 */
export const decideFinding = ({
  timeline,
  grounds,
  foundAt,
  state,
  registeredAt,
  now,
}: Pick<Finding, 'timeline' | 'grounds' | 'foundAt'> & {
  readonly state: SubscriptionState;
  /** Milliseconds since the epoch; absent where an old system did not say. */
  readonly registeredAt?: number | undefined;
  readonly now: number;
}): FindingVerdict => {
  const known: readonly FindingGrounds[] = FINDING_GROUNDS[timeline];
  if (!known.includes(grounds)) return { allowed: false, code: 'FINDING.GROUNDS_NOT_ALLOWED' };
  if (foundAt > now) return { allowed: false, code: 'FINDING.IN_THE_FUTURE' };
  if (state === 'pending' || state === 'terminated')
    return { allowed: false, code: 'SUBSCRIPTION.STATE_NOT_ALLOWED' };
  // What is found now is found, whatever an old system says of the number.
  if (registeredAt !== undefined && foundAt < Math.min(registeredAt, now))
    return { allowed: false, code: 'FINDING.BEFORE_THE_NUMBER' };
  return { allowed: true };
};

/** Everything that a withdrawal is decided upon. */
export interface WithdrawalQuestion {
  readonly finding: Pick<Finding, 'timeline' | 'grounds' | 'withdrawnAt' | 'settledAt'>;
  readonly by: Mover;
  readonly state: SubscriptionState;
  /** What else was ever found of the number. */
  readonly others: readonly Pick<Finding, 'timeline' | 'withdrawnAt' | 'settledAt'>[];
  /** The number’s timeline of that kind, as it is or was last; absent where it had none. */
  readonly run?: Pick<TimelineRun, 'startedAt'> | undefined;
  /** When an import brought the number, milliseconds since the epoch; absent of one that was registered here. */
  readonly importedAt?: number | undefined;
}

export type WithdrawalVerdict =
  | {
      readonly allowed: true;
      /** Whether its timeline stops and its hold is lifted: nothing else says that they are right. */
      readonly stops: boolean;
    }
  | {
      readonly allowed: false;
      readonly code:
        | 'FINDING.NOT_WITHDRAWABLE'
        | 'FINDING.SETTLED_BEFORE'
        | 'FINDING.WITHDRAWN_BEFORE'
        | 'SUBSCRIPTION.STATE_NOT_ALLOWED';
    };

/**
 * Whether a finding keeps a number that waits for its first verification from all service: somebody whose document it is registered on has
 * said that it is not theirs, and that was confirmed. The same document would verify it, so nothing does; it ends as one that was never
 * verified.
 */
export const keepsFromService = (
  state: SubscriptionState,
  finding: Pick<Finding, 'timeline' | 'withdrawnAt' | 'settledAt'>,
): boolean => state === 'pending' && finding.timeline === 'wrong-information' && isOpenFinding(finding);

/**
 * Whether a finding can be taken back, once and by whom its grounds let, and what that brings about. The last of its kind that stands
 * stops the timeline, unless that began with an import, which no finding says: nobody has verified its holder by then, and what was found
 * beside it takes that from nobody. Nothing comes back once the number is nobody’s.
 */
export const decideWithdrawal = ({
  finding,
  by,
  state,
  others,
  run,
  importedAt,
}: WithdrawalQuestion): WithdrawalVerdict => {
  const { timeline, grounds, withdrawnAt, settledAt } = finding;
  if (!TAKEN_BACK_BY[grounds].includes(by)) return { allowed: false, code: 'FINDING.NOT_WITHDRAWABLE' };
  if (withdrawnAt !== undefined) return { allowed: false, code: 'FINDING.WITHDRAWN_BEFORE' };
  if (settledAt !== undefined) return { allowed: false, code: 'FINDING.SETTLED_BEFORE' };
  if (state === 'terminated') return { allowed: false, code: 'SUBSCRIPTION.STATE_NOT_ALLOWED' };
  const stands = others.some((other) => other.timeline === timeline && isOpenFinding(other));
  const beganWithImport = run !== undefined && run.startedAt === importedAt;
  return { allowed: true, stops: !stands && !beganWithImport };
};
