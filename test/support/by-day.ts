import { vi } from 'vitest';

const HOUR = 3_600_000;
const VIETNAM = 7 * HOUR;
const [FROM, UNTIL] = [8, 20];

/**
 * Sets this process's clock back to a time of day in Vietnam at which calls are made, where it is not one already, and answers by how
 * much: 12 hours, or 0 milliseconds. Never ahead: what is recorded before its time is refused.
 */
export const byDay = (): number => {
  const machine = Date.now;
  const hour = ((machine() + VIETNAM) / HOUR) % 24;
  const behind = hour >= FROM && hour < UNTIL ? 0 : 12 * HOUR;
  vi.spyOn(Date, 'now').mockImplementation(() => machine() - behind);
  return behind;
};
