/** The life of a parcel. The last five close it; a closed parcel moves no more. */
export const PARCEL_STATES = [
  'issued',
  'awaiting-collection',
  'accepted',
  'in-transit',
  'at-facility',
  'out-for-delivery',
  'attempted',
  'refused',
  'returning',
  'held',
  'damaged',
  'delivered',
  'returned',
  'lost',
  'revoked',
  'unclaimed',
] as const;

export type ParcelState = (typeof PARCEL_STATES)[number];

/** States in which a parcel moves no more. */
export const CLOSED_STATES: readonly ParcelState[] = [
  'delivered',
  'returned',
  'lost',
  'revoked',
  'unclaimed',
];

/** States in which somebody still has a parcel to bring somewhere. */
export const OPEN_STATES: readonly ParcelState[] = PARCEL_STATES.filter(
  (state) => !CLOSED_STATES.includes(state),
);

/** States in which nobody has accepted a parcel yet. */
export const UNACCEPTED_STATES: readonly ParcelState[] = ['issued', 'awaiting-collection'];
