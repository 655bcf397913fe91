/** How much a hit weighs: `high` is a breach that the law names, `medium` what it wants looked at, `low` what goes stale by itself. */
export const SEVERITIES = ['high', 'medium', 'low'] as const;

export type Severity = (typeof SEVERITIES)[number];

/** Rules by which SIM cards are found that should not be. Stable: reports, hits and decisions name them. */
export const JUNK_RULES = [
  'online-beyond-limit',
  'fourth-without-contract',
  'document-of-many',
  'identity-disagrees',
  'portrait-without-time',
  'point-too-fast',
  'dormant-reactivated',
  'contract-sibling',
  'not-my-number',
  'device-unchecked',
  'document-expired',
] as const;

export type JunkRuleId = (typeof JUNK_RULES)[number];

/** What a rule found. Codes, counts and opaque ids: nothing of it is personal, so it may stand in a report. */
export interface JunkHit {
  readonly rule: JunkRuleId;
  readonly severity: Severity;
  /** Why, in one code for people’s words, and the numbers that go into them: counts, days, ordinals, thresholds. */
  readonly code: string;
  readonly numbers: Readonly<Record<string, number>>;
  /** Whose and which numbers: in order, and no more than the limit of evidence; `numbers.found` says how many there are. */
  readonly personIds: readonly string[];
  readonly subscriptionIds: readonly string[];
  /** Names it among the hits of one sweep, so that a part that is swept again finds the same hit and no other. */
  readonly key: string;
}
