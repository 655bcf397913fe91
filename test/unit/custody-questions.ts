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
}

/** Asked by `me` of the facility `here`. */
export const questionOf = (
  roles: readonly Role[],
  { event, state, holder, scanned, facility, shift: name = 'none' }: Scanning,
): CustodyQuestion => {
  const held = HOLDERS[holder];
  const named = SHIFTS[name];
  return {
    principal: { tenant: 't', id: 'me', client: 'c', roles, facility: 'here' },
    parcel: { state, ...(held !== undefined && { holder: held }) },
    event,
    scanned,
    ...(facility !== undefined && { facility }),
    ...(named !== undefined && { shift: named }),
  };
};
