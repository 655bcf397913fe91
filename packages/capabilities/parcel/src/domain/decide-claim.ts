import type { Principal } from '@temkin/kernel';
import { CUSTODY_RULES } from './custody-events.ts';
import type { CustodyFlag } from './custody-flags.ts';
import { facilityOf, type Holder } from './parcel.ts';
import { placeAfter, type Place } from './place.ts';
import type { Shift } from './shift.ts';
import { CLOSED_STATES } from './states.ts';

/** Everything a claim is decided upon. The label was scanned. */
export interface ClaimQuestion {
  readonly principal: Principal;
  readonly parcel: Place;
  /** For which shift; undefined where there is none. */
  readonly shift?: Shift;
  /** What was claimed for this shift so far by those of the claimer's role, and how much may be. */
  readonly claims: Readonly<Record<ClaimingRole, number>>;
  readonly limits: Readonly<Record<ClaimingRole, number>>;
}

/** A dispatcher claims for any shift of the own facility, a shipper for the own. */
export type ClaimingRole = 'dispatcher' | 'shipper';

export type ClaimVerdict =
  | {
      readonly allowed: true;
      readonly place: Place;
      readonly holder: Holder;
      /** As what it counts. */
      readonly by: ClaimingRole;
      readonly flags: readonly CustodyFlag[];
    }
  | {
      readonly allowed: false;
      readonly code:
        | 'PARCEL.CLAIMS_SPENT'
        | 'PARCEL.CLAIM_NEEDLESS'
        | 'PARCEL.CLOSED'
        | 'PARCEL.HOLDER_INVALID'
        | 'PARCEL.OTHER_DEPOT'
        | 'PARCEL.SHIFT_CLOSED'
        | 'PARCEL.STATE_NOT_ALLOWED';
    };

/** Whether the record has a parcel at a facility, with one of its shifts, or on the way there. */
const isOfDepot = ({ holder, offeredTo }: Place, facility: string): boolean =>
  facilityOf(holder) === facility || (offeredTo?.type === 'facility' && offeredTo.id === facility);

const EVENT = 'out-for-delivery';

/**
 * Decides whether somebody with the label in hand may have the parcel although the record has it elsewhere: a shipper what
 * is of the own depot, a dispatcher anything, each a few times per shift. What is held or damaged is not claimed away.
 */
export const decideClaim = (question: ClaimQuestion): ClaimVerdict => {
  const { principal, parcel, shift, claims, limits } = question;
  const by = principal.roles.includes('dispatcher') ? 'dispatcher' : 'shipper';
  if (shift === undefined || shift.state === 'closed') return { allowed: false, code: 'PARCEL.SHIFT_CLOSED' };
  const isOwn = by === 'dispatcher' || shift.shipper === principal.id;
  if (!isOwn || shift.facility !== principal.facility)
    return { allowed: false, code: 'PARCEL.HOLDER_INVALID' };
  if (CLOSED_STATES.includes(parcel.state)) return { allowed: false, code: 'PARCEL.CLOSED' };
  if (parcel.state === 'held' || parcel.state === 'damaged')
    return { allowed: false, code: 'PARCEL.STATE_NOT_ALLOWED' };
  const { shiftId, shipper, facility } = shift;
  const holder: Holder = { type: 'shift', id: shiftId, shipper, facility };
  const place = placeAfter(parcel, { event: EVENT, holder });
  // What it has already it takes out again by scanning, and nothing about it is amiss.
  if (parcel.holder?.id === shiftId) return { allowed: false, code: 'PARCEL.CLAIM_NEEDLESS' };
  const isHere = isOfDepot(parcel, facility);
  if (!isHere && by === 'shipper') return { allowed: false, code: 'PARCEL.OTHER_DEPOT' };
  if (claims[by] >= limits[by]) return { allowed: false, code: 'PARCEL.CLAIMS_SPENT' };
  const isExpected = CUSTODY_RULES[EVENT].expectedFrom.includes(parcel.state);
  return {
    allowed: true,
    place,
    holder,
    by,
    flags: [
      'claimed',
      ...(isHere ? [] : (['other-depot'] as const)),
      ...(isExpected ? [] : (['skipped-scan'] as const)),
    ],
  };
};
