import { vietnamDay } from '@temkin/kernel';
import type { RecordFault } from './record-faults.ts';
import type { SubscriberRecord, SubscriptionRecord } from './subscriber-record.ts';

type Pointed = readonly [pointer: string, at: number | undefined];

/**
 * Whether a time is of a day before another's, in Viet Nam. Within a day no order is asked for: old systems know when service began
 * by its date alone (Decree 163/2024 Art 22.2), and the clocks of two systems differ.
 */
const isDayBefore = (earlier: number | undefined, later: number | undefined): boolean =>
  earlier !== undefined && later !== undefined && vietnamDay(earlier) < vietnamDay(later);

const toCome = (times: readonly Pointed[], atMilliseconds: number): readonly RecordFault[] =>
  times.flatMap(([pointer, time]) =>
    time !== undefined && time > atMilliseconds ? [{ code: 'time-in-future', pointer }] : [],
  );

/** What a number's times cannot be at an instant, nor to each other. An end that is to come is one only of a number that has ended. */
export const checkTimes = (
  { registeredAt, serviceStart, serviceEnd, state }: SubscriptionRecord,
  atMilliseconds: number,
): readonly RecordFault[] => [
  ...toCome(
    [
      ['/subscription/registeredAt', registeredAt],
      ['/subscription/serviceStart', serviceStart],
      ['/subscription/serviceEnd', state === 'terminated' ? serviceEnd : undefined],
    ],
    atMilliseconds,
  ),
  ...(isDayBefore(serviceStart, registeredAt)
    ? [{ code: 'service-starts-before-registration', pointer: '/subscription/serviceStart' } as const]
    : []),
  ...(serviceStart !== undefined && serviceEnd !== undefined && serviceEnd < serviceStart
    ? [{ code: 'service-ends-before-it-starts', pointer: '/subscription/serviceEnd' } as const]
    : []),
];

/** Why a holder cannot have been verified when a row says so: it is to come, or of a day before there was a registration. */
export const checkVerifiedAt = (
  { record, verifiedAt }: { readonly record: SubscriberRecord; readonly verifiedAt?: number },
  atMilliseconds: number,
): readonly RecordFault[] => [
  ...toCome([['/verifiedAt', verifiedAt]], atMilliseconds),
  ...(isDayBefore(verifiedAt, record.subscription.registeredAt)
    ? [{ code: 'verified-before-registration', pointer: '/verifiedAt' } as const]
    : []),
];
