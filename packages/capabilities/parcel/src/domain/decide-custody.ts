import type { Principal } from '@temkin/kernel';
import { CUSTODY_RULES, type CustodyAuthority, type CustodyEventName } from './custody-events.ts';
import type { CustodyFlag } from './custody-flags.ts';
import { facilityOf, type Holder, type Offer } from './parcel.ts';
import { placeAfter, type Place } from './place.ts';
import { isClosedAt, type Shift } from './shift.ts';
import { CLOSED_STATES } from './states.ts';

/** Everything a custody event is decided upon. */
export interface CustodyQuestion {
  readonly principal: Principal;
  /** Where the parcel was when the scan happened. */
  readonly parcel: Place;
  readonly event: CustodyEventName;
  /** Whether the label was scanned, which proves that the parcel is in hand. */
  readonly scanned: boolean;
  /** Milliseconds since the epoch: when it happened. */
  readonly occurredAt: number;
  /** Who is to have the parcel: a facility that exists, or a shift as it stands. */
  readonly facility?: string;
  readonly shift?: Shift;
  /** Whom it is offered to, and which facility that one belongs to or is. */
  readonly offeredTo?: Offer & { readonly facility: string };
}

export type CustodyVerdict =
  | {
      readonly allowed: true;
      /** Where the parcel was from then on, and what the scan itself says of it. */
      readonly place: Place;
      readonly named: { readonly holder?: Holder; readonly offeredTo?: Offer };
      readonly flags: readonly CustodyFlag[];
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

const authoritiesOf = ({ principal, event }: CustodyQuestion): readonly CustodyAuthority[] =>
  principal.roles.flatMap((role) => CUSTODY_RULES[event].by[role] ?? []);

const isOfferedTo = (offeredTo: Offer | undefined, { shiftId }: Shift): boolean =>
  offeredTo?.type === 'shift' && offeredTo.id === shiftId;

/** A shipper takes what the own shift has, what is offered to it, and what lies at the own facility, offered to nobody. */
const mayTake = ({ holder, offeredTo }: Place, shift: Shift): boolean => {
  if (holder?.type === 'shift') return holder.id === shift.shiftId || isOfferedTo(offeredTo, shift);
  return offeredTo === undefined ? holder?.id === shift.facility : isOfferedTo(offeredTo, shift);
};

/** Offers lead to any facility from the facility itself, and from a shipper to the own; to a shift only within one. */
const isOfferable = (authority: CustodyAuthority, { principal, offeredTo }: CustodyQuestion): boolean =>
  offeredTo === undefined ||
  offeredTo.facility === principal.facility ||
  (offeredTo.type === 'facility' && authority === 'held-by-own-facility');

/** Whether a scan gives a parcel to the shift that has it so already: who never got an answer tells it again. */
const isThereAlready = ({ event, parcel, shift }: CustodyQuestion): boolean =>
  CUSTODY_RULES[event].holder === 'shift' &&
  parcel.holder !== undefined &&
  parcel.holder.id === shift?.shiftId &&
  parcel.offeredTo === undefined &&
  parcel.state === placeAfter(parcel, { event, holder: parcel.holder }).state;

const withoutAuthority = (authority: CustodyAuthority, question: CustodyQuestion): Refused | undefined => {
  const { principal, parcel, scanned, facility, shift, occurredAt } = question;
  const ownFacilityHas = principal.facility !== undefined && facilityOf(parcel.holder) === principal.facility;
  const isOnOwnShelf = ownFacilityHas && parcel.holder?.type === 'facility';
  // A number names a parcel for its present holder; what is out with a shipper is taken back by scanning it.
  const isNamed = scanned || isOnOwnShelf;
  switch (authority) {
    case 'source':
      return undefined;
    case 'own-facility':
      if (facility !== principal.facility) return 'PARCEL.HOLDER_INVALID';
      return isNamed ? undefined : 'PARCEL.SCAN_REQUIRED';
    case 'held-by-own-facility':
      if (shift !== undefined && shift.facility !== principal.facility) return 'PARCEL.HOLDER_INVALID';
      if (!isOfferable(authority, question)) return 'PARCEL.HOLDER_INVALID';
      if (!ownFacilityHas) return 'PARCEL.NOT_IN_CUSTODY';
      return isNamed || isThereAlready(question) ? undefined : 'PARCEL.SCAN_REQUIRED';
    case 'lies-at-own-facility':
      return isOnOwnShelf ? undefined : 'PARCEL.NOT_IN_CUSTODY';
    case 'missing-from-own-facility':
      return ownFacilityHas ? undefined : 'PARCEL.NOT_IN_CUSTODY';
    case 'taken-by-scan':
    case 'collected-by-scan':
      if (shift === undefined) return 'PARCEL.SHIFT_CLOSED';
      if (shift.shipper !== principal.id || shift.facility !== principal.facility)
        return 'PARCEL.HOLDER_INVALID';
      if (!scanned) return 'PARCEL.SCAN_REQUIRED';
      if (authority === 'collected-by-scan')
        return parcel.holder === undefined || isThereAlready(question) ? undefined : 'PARCEL.NOT_IN_CUSTODY';
      return mayTake(parcel, shift) ? undefined : 'PARCEL.NOT_IN_CUSTODY';
    case 'own-shift':
      if (parcel.holder?.type !== 'shift' || parcel.holder.shipper !== principal.id)
        return 'PARCEL.NOT_IN_CUSTODY';
      if (!isOfferable(authority, question)) return 'PARCEL.HOLDER_INVALID';
      return shift?.shiftId === parcel.holder.id && !isClosedAt(shift, occurredAt)
        ? undefined
        : 'PARCEL.SHIFT_CLOSED';
  }
};

/** Whom the scan names, or why it may not. */
const namedBy = ({
  event,
  facility,
  shift,
  offeredTo,
  occurredAt,
}: CustodyQuestion): { readonly holder?: Holder; readonly offeredTo?: Offer } | Refused => {
  switch (CUSTODY_RULES[event].holder) {
    case 'nobody':
    case 'kept':
      return {};
    case 'facility':
      return facility === undefined
        ? 'PARCEL.HOLDER_INVALID'
        : { holder: { type: 'facility', id: facility } };
    case 'offered':
      return offeredTo === undefined ? {} : { offeredTo: { type: offeredTo.type, id: offeredTo.id } };
    case 'shift':
      if (shift === undefined) return 'PARCEL.HOLDER_INVALID';
      return isClosedAt(shift, occurredAt)
        ? 'PARCEL.SHIFT_CLOSED'
        : {
            holder: {
              type: 'shift',
              id: shift.shiftId,
              shipper: shift.shipper,
              facility: shift.facility,
            },
          };
  }
};

/** Whether an event leaves everything as it was, and the parcel in the very state that it makes. */
const saysNothingNew = (event: CustodyEventName, a: Place, b: Place): boolean =>
  a.state === CUSTODY_RULES[event].to &&
  a.state === b.state &&
  a.holder?.type === b.holder?.type &&
  a.holder?.id === b.holder?.id &&
  a.offeredTo?.type === b.offeredTo?.type &&
  a.offeredTo?.id === b.offeredTo?.id;

/** Accepting what was offered is expected in any state. */
const isAcceptance = ({ offeredTo }: Place, holder: Holder | undefined): boolean =>
  offeredTo !== undefined && offeredTo.type === holder?.type && offeredTo.id === holder.id;

const decideBy = (authority: CustodyAuthority, question: CustodyQuestion): CustodyVerdict => {
  const { parcel, event } = question;
  const refused = withoutAuthority(authority, question);
  if (refused !== undefined) return { allowed: false, code: refused };
  if (CLOSED_STATES.includes(parcel.state)) return { allowed: false, code: 'PARCEL.CLOSED' };
  const named = namedBy(question);
  if (typeof named === 'string') return { allowed: false, code: named };
  const place = placeAfter(parcel, { event, ...named });
  const expected =
    CUSTODY_RULES[event].expectedFrom.includes(parcel.state) || isAcceptance(parcel, named.holder);
  const flags = saysNothingNew(event, parcel, place)
    ? (['duplicate'] as const)
    : expected
      ? []
      : (['skipped-scan'] as const);
  return { allowed: true, place, named, flags };
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
