import type { Role } from '@temkin/kernel';
import type { ParcelState } from './states.ts';

/** The scans that move a parcel. */
export const CUSTODY_EVENTS = [
  'collected',
  'accepted',
  'arrived',
  'departed',
  'out-for-delivery',
  'attempted',
  'delivered',
  'refused',
  'returning',
  'returned',
  'held',
  'damaged',
  'lost',
] as const;

export type CustodyEventName = (typeof CUSTODY_EVENTS)[number];

/** Who may report an event from where. `source` is the company's own transport system. */
export type CustodyAuthority =
  | 'source'
  | 'own-facility'
  | 'held-by-own-facility'
  | 'lies-at-own-facility'
  | 'missing-from-own-facility'
  | 'own-shift'
  | 'taken-by-scan'
  | 'collected-by-scan';

/** What an event does, as data. */
export interface CustodyRule {
  readonly to: ParcelState;
  /** States it is expected in; in any other open state a scan was missed, which is flagged and does not stop the parcel. */
  readonly expectedFrom: readonly ParcelState[];
  /** States that outlast the event: what goes back to its sender goes back whatever its way is. */
  readonly keeps: readonly ParcelState[];
  /**
   * Who has the parcel then: whom the scan names, nobody, or who had it (`kept`). With `offered` that one keeps it until
   * whom the scan names accepts it by scanning.
   */
  readonly holder: 'facility' | 'shift' | 'nobody' | 'kept' | 'offered';
  readonly by: Readonly<Partial<Record<Role, CustodyAuthority>>>;
}

/** Whoever may take a parcel into the own facility. */
const INTO_OWN_FACILITY = {
  'order-system': 'source',
  sorter: 'own-facility',
  'desk-clerk': 'own-facility',
  dispatcher: 'own-facility',
} as const;

/** Whoever may say at the facility what became of a parcel there. */
const AT_FACILITY = {
  'order-system': 'source',
  sorter: 'held-by-own-facility',
  'desk-clerk': 'held-by-own-facility',
  dispatcher: 'held-by-own-facility',
} as const;

/** Whoever may end a parcel's way in good order. */
const AT_THE_END = {
  'order-system': 'source',
  'desk-clerk': 'held-by-own-facility',
  shipper: 'own-shift',
} as const;

/** The state table of custody. */
export const CUSTODY_RULES: Readonly<Record<CustodyEventName, CustodyRule>> = {
  collected: {
    to: 'in-transit',
    expectedFrom: ['issued', 'awaiting-collection'],
    keeps: [],
    holder: 'shift',
    by: { 'order-system': 'source', shipper: 'collected-by-scan' },
  },
  accepted: {
    to: 'accepted',
    expectedFrom: ['issued', 'awaiting-collection', 'in-transit'],
    keeps: [],
    holder: 'facility',
    by: INTO_OWN_FACILITY,
  },
  arrived: {
    to: 'at-facility',
    expectedFrom: [
      'accepted',
      'in-transit',
      'out-for-delivery',
      'attempted',
      'refused',
      'returning',
      'held',
      'damaged',
    ],
    keeps: ['returning'],
    holder: 'facility',
    by: INTO_OWN_FACILITY,
  },
  departed: {
    to: 'in-transit',
    expectedFrom: [
      'accepted',
      'at-facility',
      'out-for-delivery',
      'attempted',
      'refused',
      'returning',
      'damaged',
    ],
    keeps: ['returning'],
    holder: 'offered',
    by: { ...AT_FACILITY, shipper: 'own-shift' },
  },
  'out-for-delivery': {
    to: 'out-for-delivery',
    expectedFrom: ['at-facility', 'attempted', 'returning'],
    keeps: ['returning'],
    holder: 'shift',
    by: {
      'order-system': 'source',
      'desk-clerk': 'held-by-own-facility',
      dispatcher: 'held-by-own-facility',
      shipper: 'taken-by-scan',
    },
  },
  attempted: {
    to: 'attempted',
    expectedFrom: ['out-for-delivery', 'returning'],
    keeps: ['returning'],
    holder: 'kept',
    by: { 'order-system': 'source', shipper: 'own-shift' },
  },
  delivered: {
    to: 'delivered',
    expectedFrom: ['out-for-delivery', 'at-facility', 'attempted'],
    keeps: [],
    holder: 'nobody',
    by: AT_THE_END,
  },
  refused: {
    to: 'refused',
    expectedFrom: ['out-for-delivery', 'at-facility', 'attempted'],
    keeps: [],
    holder: 'kept',
    by: AT_THE_END,
  },
  returning: {
    to: 'returning',
    expectedFrom: ['at-facility', 'held', 'damaged'],
    keeps: [],
    holder: 'kept',
    by: {
      'order-system': 'source',
      'desk-clerk': 'lies-at-own-facility',
      dispatcher: 'lies-at-own-facility',
    },
  },
  returned: {
    to: 'returned',
    expectedFrom: ['returning', 'at-facility'],
    keeps: [],
    holder: 'nobody',
    by: AT_THE_END,
  },
  held: {
    to: 'held',
    expectedFrom: ['accepted', 'in-transit', 'at-facility', 'attempted', 'refused', 'returning', 'damaged'],
    keeps: [],
    holder: 'kept',
    by: AT_FACILITY,
  },
  damaged: {
    to: 'damaged',
    expectedFrom: [
      'accepted',
      'in-transit',
      'at-facility',
      'out-for-delivery',
      'attempted',
      'refused',
      'returning',
      'held',
    ],
    keeps: [],
    holder: 'kept',
    by: { ...AT_FACILITY, shipper: 'own-shift' },
  },
  lost: {
    to: 'lost',
    expectedFrom: [
      'accepted',
      'in-transit',
      'at-facility',
      'out-for-delivery',
      'attempted',
      'refused',
      'returning',
      'held',
      'damaged',
    ],
    keeps: [],
    holder: 'nobody',
    by: { 'order-system': 'source', dispatcher: 'missing-from-own-facility' },
  },
};
