import type { Principal } from '@temkin/kernel';
import { CUSTODY_RULES, type CustodyAuthority, type CustodyEventName } from './custody-events.ts';
import type { Holder, Parcel } from './parcel.ts';
import { CLOSED_STATES, type ParcelState } from './states.ts';
import type { Shift } from './shift.ts';

/** Everything a custody event is decided upon. */
export interface CustodyQuestion {
  readonly principal: Principal;
  readonly parcel: Pick<Parcel, 'state' | 'holder'>;
  readonly event: CustodyEventName;
  /** Whether the label was scanned, which proves that the parcel is in hand. */
  readonly scanned: boolean;
  /** Who is to have the parcel: a facility that exists, or a shift as it stands. */
  readonly facility?: string;
  readonly shift?: Shift;
}

export type CustodyVerdict =
  | {
      readonly allowed: true;
      readonly state: ParcelState;
      readonly holder?: Holder;
      readonly flags: readonly 'skipped-scan'[];
    }
  | {
      readonly allowed: false;
      readonly code:
        | 'PARCEL.CLOSED'
        | 'PARCEL.EVENT_NOT_ALLOWED'
        | 'PARCEL.HOLDER_INVALID'
        | 'PARCEL.NOT_IN_CUSTODY'
        | 'PARCEL.SCAN_REQUIRED'
        | 'PARCEL.SHIFT_CLOSED';
    };

type Refused = Extract<CustodyVerdict, { allowed: false }>['code'];

/** The facility that answers for a parcel now: its holder, or its holder's. */
const facilityOf = (holder: Holder | undefined): string | undefined =>
  holder?.type === 'shift' ? holder.facility : holder?.id;

const authoritiesOf = ({ principal, event }: CustodyQuestion): readonly CustodyAuthority[] =>
  principal.roles.flatMap((role) => CUSTODY_RULES[event].by[role] ?? []);

const withoutAuthority = (authority: CustodyAuthority, question: CustodyQuestion): Refused | undefined => {
  const { principal, parcel, scanned, facility, shift } = question;
  const ownFacilityHas = principal.facility !== undefined && facilityOf(parcel.holder) === principal.facility;
  // A number names a parcel for its present holder; what is out with a shipper is taken back by scanning it.
  const isNamed = scanned || (ownFacilityHas && parcel.holder?.type === 'facility');
  switch (authority) {
    case 'source':
      return undefined;
    case 'own-facility':
      if (facility !== principal.facility) return 'PARCEL.HOLDER_INVALID';
      return isNamed ? undefined : 'PARCEL.SCAN_REQUIRED';
    case 'held-by-own-facility':
      if (shift !== undefined && shift.facility !== principal.facility) return 'PARCEL.HOLDER_INVALID';
      if (!ownFacilityHas) return 'PARCEL.NOT_IN_CUSTODY';
      return isNamed ? undefined : 'PARCEL.SCAN_REQUIRED';
    case 'taken-by-scan':
      if (shift === undefined) return 'PARCEL.SHIFT_CLOSED';
      if (shift.shipper !== principal.id) return 'PARCEL.HOLDER_INVALID';
      if (!scanned) return 'PARCEL.SCAN_REQUIRED';
      return parcel.holder?.type === 'facility' && ownFacilityHas ? undefined : 'PARCEL.NOT_IN_CUSTODY';
    case 'own-shift':
      if (parcel.holder?.type !== 'shift' || parcel.holder.shipper !== principal.id)
        return 'PARCEL.NOT_IN_CUSTODY';
      return shift?.state === 'open' && shift.shiftId === parcel.holder.id
        ? undefined
        : 'PARCEL.SHIFT_CLOSED';
  }
};

const decideBy = (authority: CustodyAuthority, question: CustodyQuestion): CustodyVerdict => {
  const { parcel, event, facility, shift } = question;
  const rule = CUSTODY_RULES[event];
  const refused = withoutAuthority(authority, question);
  if (refused !== undefined) return { allowed: false, code: refused };
  if (CLOSED_STATES.includes(parcel.state)) return { allowed: false, code: 'PARCEL.CLOSED' };
  const flags = rule.expectedFrom.includes(parcel.state) ? [] : (['skipped-scan'] as const);
  switch (rule.holder) {
    case 'nobody':
      return { allowed: true, state: rule.to, flags };
    case 'facility':
      if (facility === undefined) return { allowed: false, code: 'PARCEL.HOLDER_INVALID' };
      return { allowed: true, state: rule.to, holder: { type: 'facility', id: facility }, flags };
    case 'shift': {
      if (shift === undefined) return { allowed: false, code: 'PARCEL.HOLDER_INVALID' };
      if (shift.state === 'closed') return { allowed: false, code: 'PARCEL.SHIFT_CLOSED' };
      const { shiftId, shipper } = shift;
      return {
        allowed: true,
        state: rule.to,
        holder: { type: 'shift', id: shiftId, shipper, facility: shift.facility },
        flags,
      };
    }
  }
};

/**
 * Decides what a scan does. Only impossible authority is refused: a scan that comes in an unexpected open state moves the
 * parcel all the same and is flagged. Only who could move a parcel learns that it is closed. Of several roles it takes one
 * that is allowed.
 */
export const decideCustody = (question: CustodyQuestion): CustodyVerdict => {
  const verdicts = authoritiesOf(question).map((authority) => decideBy(authority, question));
  return (
    verdicts.find(({ allowed }) => allowed) ??
    verdicts[0] ?? { allowed: false, code: 'PARCEL.EVENT_NOT_ALLOWED' }
  );
};
