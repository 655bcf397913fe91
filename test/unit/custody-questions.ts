import type { Role } from '@temkin/kernel';
import type {
  CustodyEventName,
  CustodyQuestion,
  Holder,
  ParcelState,
  Shift,
} from '../../packages/capabilities/parcel/src/domain/index.ts';

const shift = (shiftId: string, shipper: string, facility: string, state: Shift['state']): Shift => ({
  shiftId,
  shipper,
  facility,
  state,
  openedAt: 0,
});

/** Shifts that a scan can name, by a name that says what they are to `me` of the facility `here`. */
export const SHIFTS = {
  none: undefined,
  mine: shift('mine', 'me', 'here', 'open'),
  'mine, closed': shift('mine', 'me', 'here', 'closed'),
  'my next': shift('next', 'me', 'here', 'open'),
  hers: shift('hers', 'she', 'here', 'open'),
  'hers, closed': shift('hers', 'she', 'here', 'closed'),
  theirs: shift('theirs', 'they', 'elsewhere', 'open'),
} as const satisfies Readonly<Record<string, Shift | undefined>>;

export type ShiftName = keyof typeof SHIFTS;

/** Who can have a parcel. */
export const HOLDERS = {
  nobody: undefined,
  here: { type: 'facility', id: 'here' },
  elsewhere: { type: 'facility', id: 'elsewhere' },
  mine: { type: 'shift', id: 'mine', shipper: 'me', facility: 'here' },
  hers: { type: 'shift', id: 'hers', shipper: 'she', facility: 'here' },
  theirs: { type: 'shift', id: 'theirs', shipper: 'they', facility: 'elsewhere' },
} as const satisfies Readonly<Record<string, Holder | undefined>>;

export type HolderName = keyof typeof HOLDERS;

/** Whom a parcel can be offered to by a scan, with the facility of that one. */
export const OFFERS = {
  'to here': { type: 'facility', id: 'here', facility: 'here' },
  'to elsewhere': { type: 'facility', id: 'elsewhere', facility: 'elsewhere' },
  'to her': { type: 'shift', id: 'hers', facility: 'here' },
  'to them': { type: 'shift', id: 'theirs', facility: 'elsewhere' },
} as const;

export type OfferName = keyof typeof OFFERS;

export const OFFER_NAMES = Object.keys(OFFERS) as readonly OfferName[];

/** Facilities that a scan can name. */
export const FACILITIES = [undefined, 'here', 'elsewhere'] as const;

export const HOLDER_NAMES = Object.keys(HOLDERS) as readonly HolderName[];

export const SHIFT_NAMES = Object.keys(SHIFTS) as readonly ShiftName[];

/** One scan in words. */
export interface Scanning {
  readonly event: CustodyEventName;
  readonly state: ParcelState;
  readonly holder: HolderName;
  readonly scanned: boolean;
  readonly facility?: string | undefined;
  readonly shift?: ShiftName;
  /** Whom the scan offers the parcel to. */
  readonly offer?: OfferName | undefined;
  /** Whom it is offered to already. */
  readonly offered?: OfferName | 'to me' | undefined;
}

const offerOf = (name: OfferName | 'to me') => {
  if (name === 'to me') return { type: 'shift', id: 'mine' } as const;
  const { type, id } = OFFERS[name];
  return { type, id };
};

/** Asked by `me` of the facility `here`. */
export const questionOf = (
  roles: readonly Role[],
  { event, state, holder, scanned, facility, shift: name = 'none', offer, offered }: Scanning,
): CustodyQuestion => {
  const held = HOLDERS[holder];
  const named = SHIFTS[name];
  return {
    principal: { tenant: 't', id: 'me', client: 'c', roles, facility: 'here' },
    parcel: {
      state,
      ...(held !== undefined && { holder: held }),
      ...(offered !== undefined && { offeredTo: offerOf(offered) }),
    },
    event,
    scanned,
    occurredAt: 1,
    ...(facility !== undefined && { facility }),
    ...(named !== undefined && { shift: named }),
    ...(offer !== undefined && { offeredTo: OFFERS[offer] }),
  };
};
