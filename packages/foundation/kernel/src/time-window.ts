const HOUR_MILLISECONDS = 3_600_000;

/** A stretch of time in which something is counted. */
export interface TimeWindow {
  /** Names it: its length in hours, and its number. */
  readonly window: string;
  /** When nobody needs its counts any more: a window's length after its end. */
  readonly expiresAtSeconds: number;
  /** Whole seconds until the next one begins, 1 at least. */
  readonly retryAfterSeconds: number;
}

/** The window that an instant is in. Windows are of UTC, as the months of tenant keys are: no keyed name changes within one of a day or less. */
export const timeWindow = (nowMilliseconds: number, lengthHours: number): TimeWindow => {
  const length = lengthHours * HOUR_MILLISECONDS;
  const window = Math.floor(nowMilliseconds / length);
  return {
    window: `${lengthHours}h${window}`,
    expiresAtSeconds: ((window + 2) * length) / 1_000,
    retryAfterSeconds: Math.max(1, Math.ceil(((window + 1) * length - nowMilliseconds) / 1_000)),
  };
};
