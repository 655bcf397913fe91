import { ALL_JUNK_RULES, JUNK_RULES, type JunkHit, type JunkRuleId } from '../junk/index.ts';
import type { HitCounts } from './hit-counts.ts';
import { explainHit, RULE_TITLES, type BothTexts } from './rule-texts.ts';

/** Hits of a rule that a report lists: the rest are counted, and answered page by page. */
export const LISTED_HITS = 100;

/** Ids of people, and of numbers, that a report lists of one hit. */
const LISTED_IDS = 20;

/** As what a report is written. */
export const REPORT_FORMATS = ['json', 'csv', 'html'] as const;

export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** Where a sweep stands. `failed`: it came to its end without having found all. */
export const SWEEP_STATES = ['running', 'finished', 'failed'] as const;

export type SweepState = (typeof SWEEP_STATES)[number];

/** Why a sweep failed: facts that its rules over groups are judged by are gone, or were changed past the system. */
export const SWEEP_FAILURES = ['facts-gone', 'facts-unreadable'] as const;

export type SweepFailure = (typeof SWEEP_FAILURES)[number];

/** What a sweep came to, before it is worded. Instants are milliseconds since the epoch. */
export interface SweptRegistry {
  readonly sweepId: string;
  readonly state: SweepState;
  readonly startedAt: number;
  readonly finishedAt?: number;
  readonly failure?: SweepFailure;
  readonly people: number;
  readonly numbers: number;
  readonly hits: HitCounts;
}

/** A hit in a report. Nothing of it is personal. */
export interface ReportedHit extends Pick<JunkHit, 'code' | 'numbers' | 'personIds' | 'subscriptionIds'> {
  readonly explanation: BothTexts;
}

/** What a rule found. */
export interface ReportedRule extends Pick<JunkHit, 'rule' | 'severity'> {
  readonly title: BothTexts;
  /** The law that it serves. */
  readonly source: string;
  readonly hits: number;
  readonly listed: readonly ReportedHit[];
}

/** All that a report says, whatever it is written as. */
export interface SweepReport extends Omit<SweptRegistry, 'hits'> {
  /** All of them, also those that found nothing, in the order of the catalogue. */
  readonly rules: readonly ReportedRule[];
}

const reported = ({ code, numbers, personIds, subscriptionIds }: JunkHit): ReportedHit => ({
  code,
  explanation: explainHit({ code, numbers }),
  numbers,
  personIds: personIds.slice(0, LISTED_IDS),
  subscriptionIds: subscriptionIds.slice(0, LISTED_IDS),
});

/** The report of a sweep, of the first hits of each rule. */
export const sweepReport = (
  { hits, ...swept }: SweptRegistry,
  listed: Readonly<Partial<Record<JunkRuleId, readonly JunkHit[]>>>,
): SweepReport => ({
  ...swept,
  rules: JUNK_RULES.flatMap((id) => {
    const rule = ALL_JUNK_RULES.find((one) => one.id === id);
    if (rule === undefined) return [];
    const { severity, source } = rule;
    return [
      {
        rule: id,
        severity,
        title: RULE_TITLES[id],
        source,
        hits: hits[id] ?? 0,
        listed: (listed[id] ?? []).map(reported),
      },
    ];
  }),
});
