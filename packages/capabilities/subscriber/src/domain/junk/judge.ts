import { inForce, vietnamDay } from '@temkin/kernel';
import { documentOfMany, fourthWithoutContract, onlineBeyondLimit } from './document-rules.ts';
import type { GroupFact, GroupKind } from './group-facts.ts';
import type { JunkHit } from './hits.ts';
import { identityDisagrees } from './identity-rules.ts';
import { junkLimits } from './junk-limits.ts';
import type { FactOf, GroupRule, JunkRule, PersonRule, SweepTerms } from './junk-rule.ts';
import {
  deviceUnchecked,
  documentExpired,
  dormantReactivated,
  notMyNumber,
  portraitWithoutTime,
} from './number-rules.ts';
import { contractSibling, pointTooFast } from './point-and-contract-rules.ts';
import type { SweptPerson } from './swept-person.ts';

/** Rules of the map step. */
export const PERSON_RULES: readonly PersonRule[] = [
  identityDisagrees,
  portraitWithoutTime,
  dormantReactivated,
  notMyNumber,
  deviceUnchecked,
  documentExpired,
];

/** Rules after the shuffle, by what facts are brought together by. */
export const GROUP_RULES: { readonly [Kind in GroupKind]: readonly GroupRule<Kind>[] } = {
  document: [onlineBeyondLimit, fourthWithoutContract, documentOfMany],
  point: [pointTooFast],
  contract: [contractSibling],
};

/** Every rule. */
export const ALL_JUNK_RULES: readonly JunkRule[] = [
  ...PERSON_RULES,
  ...GROUP_RULES.document,
  ...GROUP_RULES.point,
  ...GROUP_RULES.contract,
];

/** What a sweep that began at an instant goes by, to its end. */
export const sweepTerms = (startedAt: number): SweepTerms => ({
  at: startedAt,
  day: vietnamDay(startedAt),
  limits: inForce(junkLimits, startedAt).value,
});

/** What the rules over one person find. */
export const judgePerson = (person: SweptPerson, terms: SweepTerms): readonly JunkHit[] =>
  PERSON_RULES.flatMap((rule) => rule.judge(person, terms));

const isOf =
  <Kind extends GroupKind>(kind: Kind) =>
  (fact: GroupFact): fact is FactOf<Kind> =>
    fact.group === kind;

/** Facts of one group, which are of one kind: the rules of the others find nothing in nothing. */
const judgeGroup = (facts: readonly GroupFact[], terms: SweepTerms): readonly JunkHit[] => [
  ...GROUP_RULES.document.flatMap((rule) => rule.judge(facts.filter(isOf('document')), terms)),
  ...GROUP_RULES.point.flatMap((rule) => rule.judge(facts.filter(isOf('point')), terms)),
  ...GROUP_RULES.contract.flatMap((rule) => rule.judge(facts.filter(isOf('contract')), terms)),
];

/**
 * What the rules over groups find in a bucket: facts of whole groups, in whatever order, a fact perhaps several times, for a segment
 * that was swept again hands its facts on again.
 */
export const judgeBucket = (facts: readonly GroupFact[], terms: SweepTerms): readonly JunkHit[] => {
  const groups = new Map<string, Map<string, GroupFact>>();
  for (const fact of facts) {
    const name = `${fact.group}:${fact.key}`;
    const group = groups.get(name) ?? new Map<string, GroupFact>();
    groups.set(name, group.set(fact.subscriptionId, fact));
  }
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, group]) => judgeGroup([...group.values()], terms));
};
