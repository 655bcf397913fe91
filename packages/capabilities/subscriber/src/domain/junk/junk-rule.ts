import type { ContractFact, DocumentFact, GroupFact, GroupKind, PointFact } from './group-facts.ts';
import type { JunkHit, JunkRuleId, Severity } from './hits.ts';
import type { JunkLimits } from './junk-limits.ts';
import type { SweptPerson, SweptSubscription } from './swept-person.ts';

/** What all rules of one sweep go by: one instant, however long the sweep takes, and the thresholds in force at it. */
export interface SweepTerms {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Its day in Vietnam, `YYYY-MM-DD`. */
  readonly day: string;
  readonly limits: JunkLimits;
}

interface AnyRule {
  readonly id: JunkRuleId;
  readonly severity: Severity;
  /** The law that it serves. */
  readonly source: string;
}

/** A rule over one person, judged in the map step. */
export interface PersonRule extends AnyRule {
  readonly scope: 'person';
  /** What it reads. */
  readonly needs: readonly (keyof SweptPerson | keyof SweptSubscription)[];
  readonly judge: (person: SweptPerson, terms: SweepTerms) => readonly JunkHit[];
}

/** A fact of a group. */
export type FactOf<Kind extends GroupKind> = Extract<GroupFact, { readonly group: Kind }>;

/** A rule over all that share one document, point or contract, judged after the shuffle. */
export interface GroupRule<Kind extends GroupKind> extends AnyRule {
  readonly scope: 'group';
  readonly group: Kind;
  readonly needs: readonly (keyof FactOf<Kind>)[];
  /** Facts of one group, one of each subscription. */
  readonly judge: (facts: readonly FactOf<Kind>[], terms: SweepTerms) => readonly JunkHit[];
}

export type JunkRule =
  | PersonRule
  | GroupRule<DocumentFact['group']>
  | GroupRule<PointFact['group']>
  | GroupRule<ContractFact['group']>;

/** A hit upon these numbers, whose evidence is in order and within its limit. */
export const hitUpon = (
  { id, severity }: Pick<AnyRule, 'id' | 'severity'>,
  found: readonly { readonly personId: string; readonly subscriptionId: string }[],
  {
    code,
    about,
    numbers,
    limits,
  }: {
    readonly code: string;
    /** What the hit is about: a subscription, a person, or a group. */
    readonly about: string;
    readonly numbers: Readonly<Record<string, number>>;
    readonly limits: JunkLimits;
  },
): JunkHit => {
  const inOrder = (ids: readonly string[]): readonly string[] =>
    [...new Set(ids)].toSorted().slice(0, limits.evidence);
  return {
    rule: id,
    severity,
    code,
    numbers: { found: found.length, ...numbers },
    personIds: inOrder(found.map(({ personId }) => personId)),
    subscriptionIds: inOrder(found.map(({ subscriptionId }) => subscriptionId)),
    key: `${id}:${code}:${about}`,
  };
};
