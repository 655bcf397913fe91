import type { Role } from '@temkin/kernel';
import type { ParcelState } from './states.ts';

/** The scans that move a parcel. */
export const CUSTODY_EVENTS = ['accepted', 'arrived', 'out-for-delivery', 'delivered', 'returned'] as const;

export type CustodyEventName = (typeof CUSTODY_EVENTS)[number];

/** Who may report an event from where. `source` is the company's own transport system. */
export type CustodyAuthority =
  'source' | 'own-facility' | 'held-by-own-facility' | 'own-shift' | 'taken-by-scan';

/** What an event does, as data. */
export interface CustodyRule {
  readonly to: ParcelState;
  /** States it is expected in; in any other open state a scan was missed, which is flagged and does not stop the parcel. */
  readonly expectedFrom: readonly ParcelState[];
  readonly holder: 'facility' | 'shift' | 'nobody';
  readonly by: Readonly<Partial<Record<Role, CustodyAuthority>>>;
}

/** The state table of custody. */
export const CUSTODY_RULES: Readonly<Record<CustodyEventName, CustodyRule>> = {
  accepted: {
    to: 'accepted',
    expectedFrom: ['issued', 'awaiting-collection'],
    holder: 'facility',
    by: {
      'order-system': 'source',
      sorter: 'own-facility',
      'desk-clerk': 'own-facility',
      dispatcher: 'own-facility',
    },
  },
  arrived: {
    to: 'at-facility',
    expectedFrom: ['accepted', 'in-transit', 'out-for-delivery', 'attempted', 'refused'],
    holder: 'facility',
    by: {
      'order-system': 'source',
      sorter: 'own-facility',
      'desk-clerk': 'own-facility',
      dispatcher: 'own-facility',
    },
  },
  'out-for-delivery': {
    to: 'out-for-delivery',
    expectedFrom: ['at-facility'],
    holder: 'shift',
    by: {
      'order-system': 'source',
      'desk-clerk': 'held-by-own-facility',
      dispatcher: 'held-by-own-facility',
      shipper: 'taken-by-scan',
    },
  },
  delivered: {
    to: 'delivered',
    expectedFrom: ['out-for-delivery', 'at-facility', 'attempted'],
    holder: 'nobody',
    by: { 'order-system': 'source', 'desk-clerk': 'held-by-own-facility', shipper: 'own-shift' },
  },
  returned: {
    to: 'returned',
    expectedFrom: ['returning', 'at-facility'],
    holder: 'nobody',
    by: { 'order-system': 'source', 'desk-clerk': 'held-by-own-facility', shipper: 'own-shift' },
  },
};
