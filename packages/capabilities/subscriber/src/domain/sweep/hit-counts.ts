import { JUNK_RULES, type JunkRuleId } from '../junk/index.ts';

/** How many hits there are by rule; a rule that found nothing is not there. */
export type HitCounts = Readonly<Partial<Record<JunkRuleId, number>>>;

/** The counts of several parts together. */
export const addHits = (counts: readonly HitCounts[]): HitCounts =>
  Object.fromEntries(
    JUNK_RULES.map(
      (rule) => [rule, counts.reduce((sum, count) => sum + (count[rule] ?? 0), 0)] as const,
    ).filter(([, count]) => count > 0),
  );
