export {
  factsOf,
  GROUPS,
  type ContractFact,
  type DocumentFact,
  type GroupFact,
  type GroupKind,
  type PointFact,
} from './group-facts.ts';
export { JUNK_RULES, SEVERITIES, type JunkHit, type JunkRuleId, type Severity } from './hits.ts';
export { ALL_JUNK_RULES, GROUP_RULES, judgeBucket, judgePerson, PERSON_RULES, sweepTerms } from './judge.ts';
export { junkLimits, type JunkLimits } from './junk-limits.ts';
export type { FactOf, GroupRule, JunkRule, PersonRule, SweepTerms } from './junk-rule.ts';
export { isHeld, type ForeignNumberClaim, type SweptPerson, type SweptSubscription } from './swept-person.ts';
