import type { PolicyRecord } from '@temkin/kernel';
import type { Purpose } from './disclosure-policy.ts';
import type { Service } from './parcel.ts';

/** Distinct parcels outside the own custody that a shipper may try to read in a day (Vietnam time). */
export const foreignReadQuota: readonly PolicyRecord<number>[] = [
  {
    id: 'foreign-read-quota',
    value: 19,
    source: 'Temkin default: room for a mixed-up cage of parcels, none for a stack of photographed labels',
    validFrom: '2025-07-01',
  },
];

/** What an escrow copy is opened for: by a reader's question, or by the system for a call. */
export type OpeningPurpose = Exclude<Purpose, 'delivery'> | 'call';

const openings = (
  purpose: OpeningPurpose,
  value: number,
  source: string,
): readonly PolicyRecord<number>[] => [
  {
    id: `escrow-openings-${purpose}`,
    value,
    source: `Temkin default: ${source}`,
    validFrom: '2025-07-01',
  },
];

/** Escrow copies that one principal may open in an hour, by purpose: above an honest hour's work, far below a theft. */
export const openingsPerHour: Readonly<Record<OpeningPurpose, readonly PolicyRecord<number>[]>> = {
  'pickup-desk': openings('pickup-desk', 60, 'a recipient a minute at a counter'),
  collection: openings('collection', 60, 'a round of collections of one shipper'),
  return: openings('return', 60, 'a round of returns of one shipper'),
  route: openings('route', 10_000, 'a hub sorted by its transport system'),
  reprint: openings('reprint', 300, 'a roll of labels that was soaked'),
  support: openings('support', 30, 'a call every two minutes'),
  dispute: openings('dispute', 20, 'a file every three minutes'),
  inspection: openings('inspection', 60, 'a cage of parcels, one by one'),
  authority: openings('authority', 10, 'each was released by two people'),
  call: openings('call', 60, 'a call a minute, by one shipper'),
};

/** Days that a release to an authority may be good for. */
export const releaseDays: readonly PolicyRecord<number>[] = [
  {
    id: 'release-days',
    value: 30,
    source:
      'Temkin default: an answer is due within a day (Decree 333/2026 Art 16.3), further questions within a month',
    validFrom: '2025-07-01',
  },
];

/** Days that a scan may be late. */
export const lateScanDays: readonly PolicyRecord<number>[] = [
  {
    id: 'late-scan',
    value: 60,
    source: 'Temkin default: longer than any parcel is on its way, shorter than a clock that was never set',
    validFrom: '2025-07-01',
  },
];

/** Minutes after which a report of a scan counts as late. */
export const lateReportMinutes: readonly PolicyRecord<number>[] = [
  {
    id: 'late-report',
    value: 15,
    source: 'Temkin default: scanners that send in batches report within a quarter of an hour',
    validFrom: '2025-07-01',
  },
];

/** Parcels that may be claimed for one shift, by the shipper and by a dispatcher. */
export const claimLimits: readonly PolicyRecord<Readonly<Record<'shipper' | 'dispatcher', number>>>[] = [
  {
    id: 'claim-limits',
    value: { shipper: 5, dispatcher: 50 },
    source:
      'Temkin default: three of a hundred scans are missed, so of forty parcels hardly ever more than five; more than ' +
      'fifty are no missed scans but a load that was never scanned',
    validFrom: '2025-07-01',
  },
];

/** How long an app shows a bundle, and how often each parcel of it off line. Advice to the app: issuing was the read. */
export const bundleTerms: readonly PolicyRecord<{ readonly hours: number; readonly allowance: number }>[] = [
  {
    id: 'bundle-terms',
    value: { hours: 16, allowance: 10 },
    source:
      'Temkin default: longer than a tour of duty, and gone by the next morning; a door is looked up a few times',
    validFrom: '2025-07-01',
  },
];

/** Months after which a waybill number may be used again. */
export const waybillUniquenessMonths: readonly PolicyRecord<number>[] = [
  {
    id: 'waybill-uniqueness',
    value: 13,
    source:
      'Temkin default: longer than any term of complaint (Post Law 49/2010 Art 38), so a number names one parcel',
    validFrom: '2025-07-01',
  },
];

/** Hours for which a replaced label still opens while its parcel is on the road. */
export const supersededLabelHours: readonly PolicyRecord<number>[] = [
  {
    id: 'superseded-label',
    value: 24,
    source: 'Temkin default: longer than a shift, so that nobody stands at a door with a dead label',
    validFrom: '2025-07-01',
  },
];

/** Months from the sealing of a label to the last day of its key, whatever becomes of the parcel. */
export const labelKeyMonths: readonly PolicyRecord<number>[] = [
  {
    id: 'label-key-life',
    value: 6,
    source:
      'Post Law 49/2010 Art 17.5: an item is unclaimed six months after acceptance; no door opens later',
    validFrom: '2025-07-01',
  },
];

/** Months from issue to the last day of the escrow copy and of everything that leads to a person. */
export const retentionMonths: Readonly<Record<Service, readonly PolicyRecord<number>[]>> = {
  domestic: [
    {
      id: 'retention-domestic',
      value: 9,
      source:
        'Post Law 49/2010 Art 38: six months to complain and two to handle a complaint; one month from issue to acceptance',
      validFrom: '2025-07-01',
    },
  ],
  international: [
    {
      id: 'retention-international',
      value: 10,
      source:
        'Post Law 49/2010 Art 38: six months to complain and three to handle a complaint; one month from issue to acceptance',
      validFrom: '2025-07-01',
    },
  ],
};

/** Months from acceptance to the end of retention; it never comes later than `retentionMonths` says. */
export const retentionFromAcceptanceMonths: Readonly<Record<Service, readonly PolicyRecord<number>[]>> = {
  domestic: [
    {
      id: 'retention-from-acceptance-domestic',
      value: 8,
      source: 'Post Law 49/2010 Art 38: six months to complain and two to handle a complaint',
      validFrom: '2025-07-01',
    },
  ],
  international: [
    {
      id: 'retention-from-acceptance-international',
      value: 9,
      source: 'Post Law 49/2010 Art 38: six months to complain and three to handle a complaint',
      validFrom: '2025-07-01',
    },
  ],
};

/** Months from issue after which a label is void that nobody has accepted. */
export const acceptanceMonths: readonly PolicyRecord<number>[] = [
  {
    id: 'acceptance',
    value: 1,
    source:
      'Temkin default: longer than any seller keeps a parcel that is labelled, and what retention reckons with',
    validFrom: '2025-07-01',
  },
];

/** Months from acceptance after which an open parcel is unclaimed. */
export const claimingMonths: readonly PolicyRecord<number>[] = [
  {
    id: 'claiming',
    value: 6,
    source:
      'Post Law 49/2010 Art 17.5: an item that cannot be delivered is unclaimed six months after acceptance',
    validFrom: '2025-07-01',
  },
];

/** Days from the end of a parcel's way to the death of its label's key. */
export const closedLabelDays: readonly PolicyRecord<number>[] = [
  {
    id: 'closed-label',
    value: 31,
    source:
      'Post Law 49/2010 Art 38: damage is complained of within a month of delivery, with the parcel and its label in hand',
    validFrom: '2025-07-01',
  },
];
