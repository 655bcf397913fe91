import type { Principal } from '@temkin/kernel';
import { AMENDMENT_POLICY, type AmendableField, type AmendmentRule } from './amendments.ts';
import { isLabelOnly } from './label/index.ts';
import { facilityOf, type Parcel } from './parcel.ts';
import { OPEN_STATES } from './states.ts';

/** Everything an amendment is decided upon. */
export interface AmendmentQuestion {
  readonly principal: Principal;
  readonly parcel: Pick<Parcel, 'state' | 'holder' | 'kind'>;
  readonly fields: readonly AmendableField[];
  /** Whether an open case for `support` names this parcel that somebody else opened. */
  readonly hasCase: boolean;
}

export type AmendmentVerdict =
  | { readonly allowed: true }
  | {
      readonly allowed: false;
      readonly code:
        | 'PARCEL.AMENDMENT_NOT_ALLOWED'
        | 'PARCEL.CASE_UNKNOWN'
        | 'PARCEL.NOT_IN_CUSTODY'
        | 'PARCEL.CLOSED'
        | 'PARCEL.LABEL_ONLY';
    };

const TERM_CODES = { case: 'PARCEL.CASE_UNKNOWN', 'own-facility': 'PARCEL.NOT_IN_CUSTODY' } as const;

const doesTermHold = (
  { needs }: AmendmentRule,
  { principal, parcel, hasCase }: AmendmentQuestion,
): boolean => {
  if (needs === undefined) return true;
  if (needs === 'case') return hasCase;
  return principal.facility !== undefined && facilityOf(parcel.holder) === principal.facility;
};

/**
 * Decides by the policy alone, field by field: each must stand in a line of one of the roles whose term holds. Who may not
 * is told that first, whatever has become of the parcel. What is on its label alone has nothing that could be overlaid.
 */
export const decideAmendment = (question: AmendmentQuestion): AmendmentVerdict => {
  const { principal, parcel, fields } = question;
  const lines = AMENDMENT_POLICY.filter(({ roles }) => roles.some((role) => principal.roles.includes(role)));
  for (const field of fields) {
    const about = lines.filter((line) => line.fields.includes(field));
    if (about.some((line) => doesTermHold(line, question))) continue;
    const needs = about[0]?.needs;
    return {
      allowed: false,
      code: needs === undefined ? 'PARCEL.AMENDMENT_NOT_ALLOWED' : TERM_CODES[needs],
    };
  }
  if (!OPEN_STATES.includes(parcel.state)) return { allowed: false, code: 'PARCEL.CLOSED' };
  if (isLabelOnly(parcel.kind)) return { allowed: false, code: 'PARCEL.LABEL_ONLY' };
  return { allowed: true };
};
