import { inForce, timeWindow, toHex, type RandomBytes } from '@temkin/kernel';
import { historyLimits } from '../domain/index.ts';
import type { Counted } from '../store/history-counts.ts';
import { countedName } from './history-words.ts';

/** How often a network asks, of whatever. */
export const requestsBy = (
  key: Uint8Array,
  network: string,
  nowMilliseconds: number,
): Counted & { readonly retryAfterSeconds: number } => ({
  counted: countedName(key, 'network', network),
  limit: inForce(historyLimits, nowMilliseconds).value.requestsPerSource,
  ...timeWindow(nowMilliseconds, 1),
});

/** Whom a message would be for, what about, and at whose instance. */
export interface Sending {
  readonly network: string;
  readonly phone: string;
  readonly parcelId: string;
}

/** How many messages are sent: to a number for one network, to a number, about a parcel. */
export const sendsFor = (
  key: Uint8Array,
  { network, phone, parcelId }: Sending,
  nowMilliseconds: number,
): readonly Counted[] => {
  const { sendsPerSourceAndPhone, sendsPerPhone, sendsPerParcel } = inForce(
    historyLimits,
    nowMilliseconds,
  ).value;
  const { retryAfterSeconds: _, ...day } = timeWindow(nowMilliseconds, 24);
  return [
    { counted: countedName(key, 'network-phone', network, phone), limit: sendsPerSourceAndPhone, ...day },
    { counted: countedName(key, 'phone', phone), limit: sendsPerPhone, ...day },
    { counted: countedName(key, 'parcel', parcelId), limit: sendsPerParcel, ...day },
  ];
};

/** The same under names that nothing else has: counts that take as long and mean nothing. */
export const sendsForNobody = (counts: readonly Counted[], random: RandomBytes): readonly Counted[] =>
  counts.map((count) => ({ ...count, counted: toHex(random(16)) }));
