import { inForce, toHex, type RandomBytes } from '@temkin/kernel';
import { historyLimits } from '../domain/index.ts';
import type { Counted } from '../store/history-counts.ts';
import { countedName } from './history-words.ts';

const HOUR_MILLISECONDS = 3_600_000;
const DAY_MILLISECONDS = 24 * HOUR_MILLISECONDS;

/** Windows are of UTC, as the months of tenant keys are: no name changes within one. */
const windowOf = (nowMilliseconds: number, lengthMilliseconds: number) => {
  const window = Math.floor(nowMilliseconds / lengthMilliseconds);
  return {
    window: `${lengthMilliseconds / HOUR_MILLISECONDS}h${window}`,
    expiresAtSeconds: ((window + 2) * lengthMilliseconds) / 1_000,
    retryAfterSeconds: Math.max(1, Math.ceil(((window + 1) * lengthMilliseconds - nowMilliseconds) / 1_000)),
  };
};

/** How often a network asks, of whatever. */
export const requestsBy = (
  key: Uint8Array,
  network: string,
  nowMilliseconds: number,
): Counted & { readonly retryAfterSeconds: number } => ({
  counted: countedName(key, 'network', network),
  limit: inForce(historyLimits, nowMilliseconds).value.requestsPerSource,
  ...windowOf(nowMilliseconds, HOUR_MILLISECONDS),
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
  const { retryAfterSeconds: _, ...day } = windowOf(nowMilliseconds, DAY_MILLISECONDS);
  return [
    { counted: countedName(key, 'network-phone', network, phone), limit: sendsPerSourceAndPhone, ...day },
    { counted: countedName(key, 'phone', phone), limit: sendsPerPhone, ...day },
    { counted: countedName(key, 'parcel', parcelId), limit: sendsPerParcel, ...day },
  ];
};

/** The same under names that nothing else has: counts that take as long and mean nothing. */
export const sendsForNobody = (counts: readonly Counted[], random: RandomBytes): readonly Counted[] =>
  counts.map((count) => ({ ...count, counted: toHex(random(16)) }));
