import { inForce } from '@temkin/kernel';
import { openingsPerHour, type OpeningPurpose } from '../domain/index.ts';

const HOUR_MILLISECONDS = 3_600_000;

/** How many escrow copies somebody may open for a purpose in the hour of an instant. */
export interface OpeningCeiling {
  readonly policyId: string;
  readonly limit: number;
  /** Since the epoch. */
  readonly hour: number;
  /** Until the next hour. */
  readonly retryAfterSeconds: number;
}

/** The ceiling at an instant. Delivery has none: nothing of it is read from escrow. */
export const openingCeiling = (purpose: OpeningPurpose, nowMilliseconds: number): OpeningCeiling => {
  const { id, value } = inForce(openingsPerHour[purpose], nowMilliseconds);
  const hour = Math.floor(nowMilliseconds / HOUR_MILLISECONDS);
  const rest = (hour + 1) * HOUR_MILLISECONDS - nowMilliseconds;
  return { policyId: id, limit: value, hour, retryAfterSeconds: Math.max(1, Math.ceil(rest / 1_000)) };
};
