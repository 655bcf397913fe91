import type { Principal } from '@temkin/kernel';
import {
  CALL_RULE,
  DISCLOSURE_POLICY,
  sourcesOf,
  type DisclosureRule,
  type Purpose,
  type Shown,
  type Source,
} from './disclosure-policy.ts';
import type { Parcel } from './parcel.ts';
import type { Shift } from './shift.ts';
import { showsOtherSide } from './side-readers.ts';

/** Everything a disclosure is decided upon. */
export interface DisclosureQuestion {
  readonly principal: Principal;
  readonly parcel: Pick<Parcel, 'state' | 'holder' | 'assignedTo' | 'readers' | 'kind'>;
  readonly purpose: Purpose;
  readonly source: Source;
  /** The principal's open shift, where there is one. */
  readonly openShift?: Pick<Shift, 'shiftId'>;
  /** An open case that names this parcel and was opened by somebody else, or a release of that kind. */
  readonly case?: 'case' | 'two-person-release';
  /** Whether a reason is given, which some purposes show more for. */
  readonly hasReason?: boolean;
}

export type DisclosureVerdict =
  | { readonly allowed: true; readonly rule: DisclosureRule; readonly shown: Shown }
  | {
      readonly allowed: false;
      readonly code:
        | 'PARCEL.PURPOSE_NOT_ALLOWED'
        | 'PARCEL.LABEL_ONLY'
        | 'PARCEL.CASE_UNKNOWN'
        | 'PARCEL.OTHER_SIDE_READ'
        | 'PARCEL.NOT_IN_CUSTODY'
        | 'PARCEL.SHIFT_CLOSED'
        | 'PARCEL.STATE_NOT_ALLOWED';
    };

const custodyOf = (
  rule: Pick<DisclosureRule, 'custody'>,
  { principal, parcel, openShift }: Pick<DisclosureQuestion, 'principal' | 'parcel' | 'openShift'>,
): 'held' | 'shift-closed' | 'not-held' => {
  const { holder, assignedTo } = parcel;
  if (rule.custody === 'any') return 'held';
  if (rule.custody === 'assigned') return assignedTo === principal.id ? 'held' : 'not-held';
  if (holder === undefined) return 'not-held';
  if (rule.custody === 'own-facility') {
    return holder.type === 'facility' && holder.id === principal.facility ? 'held' : 'not-held';
  }
  if (holder.type !== 'shift' || holder.shipper !== principal.id) return 'not-held';
  return openShift?.shiftId === holder.id ? 'held' : 'shift-closed';
};

const decideBy = (rule: DisclosureRule, question: DisclosureQuestion): DisclosureVerdict => {
  if (rule.needs !== undefined && question.case !== rule.needs)
    return { allowed: false, code: 'PARCEL.CASE_UNKNOWN' };
  const shown = question.hasReason === true ? (rule.shownWithReason ?? rule.shown) : rule.shown;
  if (showsOtherSide(question.principal, { ...rule, shown }, question.parcel.readers))
    return { allowed: false, code: 'PARCEL.OTHER_SIDE_READ' };
  const custody = custodyOf(rule, question);
  if (custody === 'not-held') return { allowed: false, code: 'PARCEL.NOT_IN_CUSTODY' };
  if (custody === 'shift-closed') return { allowed: false, code: 'PARCEL.SHIFT_CLOSED' };
  if (!rule.states.includes(question.parcel.state))
    return { allowed: false, code: 'PARCEL.STATE_NOT_ALLOWED' };
  return { allowed: true, rule, shown };
};

/**
 * Decides by the policy alone, without clock, store or key. What is refused first is what the asker could least mend; of
 * several roles it takes one that is allowed.
 */
export const decideDisclosure = (question: DisclosureQuestion): DisclosureVerdict => {
  const { principal, parcel, purpose, source } = question;
  const lines = DISCLOSURE_POLICY.filter(
    (line) => line.purpose === purpose && line.roles.some((role) => principal.roles.includes(role)),
  );
  const verdicts = lines
    .filter((line) => sourcesOf(line, parcel.kind).includes(source))
    .map((rule) => decideBy(rule, question));
  // Who could read it there of any other parcel learns why this one cannot be.
  const isElsewhere = lines.some(({ sources }) => sources.includes(source));
  return (
    verdicts.find(({ allowed }) => allowed) ??
    verdicts[0] ?? {
      allowed: false,
      code: isElsewhere ? 'PARCEL.LABEL_ONLY' : 'PARCEL.PURPOSE_NOT_ALLOWED',
    }
  );
};

/** Whether the contact of a parcel is opened for a call by this shipper; where not, why. */
export const decideCall = (
  question: Pick<DisclosureQuestion, 'principal' | 'parcel' | 'openShift'>,
): 'PARCEL.NOT_IN_CUSTODY' | 'PARCEL.SHIFT_CLOSED' | 'PARCEL.STATE_NOT_ALLOWED' | undefined => {
  const custody = custodyOf(CALL_RULE, question);
  if (custody === 'not-held') return 'PARCEL.NOT_IN_CUSTODY';
  if (custody === 'shift-closed') return 'PARCEL.SHIFT_CLOSED';
  const states: readonly string[] = CALL_RULE.states;
  return states.includes(question.parcel.state) ? undefined : 'PARCEL.STATE_NOT_ALLOWED';
};
