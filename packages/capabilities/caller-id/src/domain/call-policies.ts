import type { PolicyRecord } from '@temkin/kernel';

const FROM = '2025-07-01';

/** Hours of the day (Vietnam time) in which calls are declared: from the first, until the second. */
export const callingHours: readonly PolicyRecord<{ readonly from: number; readonly until: number }>[] = [
  {
    id: 'calling-hours',
    value: { from: 7, until: 21 },
    source: 'Temkin default: the day, so that nobody is woken; narrower than any law asks of service calls',
    validFrom: FROM,
  },
];

/** Calls about one parcel in a day (Vietnam time), by whomever. */
export const callsPerParcelAndDay: readonly PolicyRecord<number>[] = [
  {
    id: 'calls-per-parcel',
    value: 6,
    source: 'Temkin default: three tries of two at the door, and none who calls all day long',
    validFrom: FROM,
  },
];

/** How long a declared call lives. */
export interface CallTimes {
  /** Seconds within which it must ring. */
  readonly ringSeconds: number;
  /** Minutes after which it is over, whatever anybody reports. */
  readonly endMinutes: number;
  /** Minutes after a call by which it can still be declared late. */
  readonly lateMinutes: number;
  /** Minutes after its end for which the recipient can call back, and the number is kept. */
  readonly callBackMinutes: number;
}

export const callTimes: readonly PolicyRecord<CallTimes>[] = [
  {
    id: 'call-times',
    value: { ringSeconds: 120, endMinutes: 30, lateMinutes: 5, callBackMinutes: 240 },
    source:
      'Temkin default: a call is dialled at once and talked through in half an hour; whoever missed it calls back before the ' +
      'shift ends',
    validFrom: FROM,
  },
];

/** Days for which a declared call is kept, and found by a recipient who shows the own number. */
export const callHistoryDays: readonly PolicyRecord<number>[] = [
  {
    id: 'call-history',
    value: 90,
    source: 'Directive 02/CT-BKHCN (10 September 2025): data of a sending are kept for three months at least',
    validFrom: FROM,
  },
];

/** Days for which a retired number belongs to nobody else: longer than a call that it made is found. */
export const retiredNumberDays: readonly PolicyRecord<number>[] = [
  {
    id: 'retired-number',
    value: 91,
    source:
      'Temkin default: a day longer than the history of calls, so that no call is answered for by another company',
    validFrom: FROM,
  },
];
