import { JUNK_RULES, type JunkHit, type JunkRuleId } from '../junk/index.ts';

/** How many hits there are by rule; a rule that found nothing is not there. */
export type HitCounts = Readonly<Partial<Record<JunkRuleId, number>>>;

/** The counts of hits. */
export const countHits = (hits: readonly JunkHit[]): HitCounts =>
  Object.fromEntries(
    JUNK_RULES.map((rule) => [rule, hits.filter((hit) => hit.rule === rule).length] as const).filter(
      ([, count]) => count > 0,
    ),
  );

/** The counts of several parts together. */
export const addHits = (counts: readonly HitCounts[]): HitCounts =>
  Object.fromEntries(
    JUNK_RULES.map(
      (rule) => [rule, counts.reduce((sum, count) => sum + (count[rule] ?? 0), 0)] as const,
    ).filter(([, count]) => count > 0),
  );

/** How many there are of all rules. */
export const totalOf = (counts: HitCounts): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);
