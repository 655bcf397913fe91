import { inForce, vietnamDay } from '@temkin/kernel';
import { searchesPerDay, searchesPerHour } from '../domain/index.ts';
import type { SearchLimit } from '../store/registry-searches.ts';

const HOUR_MILLISECONDS = 3_600_000;
const DAY_MILLISECONDS = 24 * HOUR_MILLISECONDS;

/** Vietnam keeps UTC+7 all year. */
const VIETNAM_MILLISECONDS = 7 * HOUR_MILLISECONDS;

/** A limit of searches at an instant, and how long until it is another. */
export interface SearchQuota extends SearchLimit {
  readonly policyId: string;
  readonly retryAfterSeconds: number;
}

const secondsUntil = (period: number, instant: number): number =>
  Math.max(1, Math.ceil((period - (instant % period)) / 1_000));

/** How often somebody may search in the hour, and in the day of Vietnam, of an instant. */
export const searchQuotas = (at: number): readonly SearchQuota[] => {
  const [hourly, daily] = [inForce(searchesPerHour, at), inForce(searchesPerDay, at)];
  return [
    {
      policyId: hourly.id,
      limit: hourly.value,
      period: `hour-${Math.floor(at / HOUR_MILLISECONDS)}`,
      retryAfterSeconds: secondsUntil(HOUR_MILLISECONDS, at),
    },
    {
      policyId: daily.id,
      limit: daily.value,
      period: vietnamDay(at),
      retryAfterSeconds: secondsUntil(DAY_MILLISECONDS, at + VIETNAM_MILLISECONDS),
    },
  ];
};
