const HOUR_MILLISECONDS = 3_600_000;

/** Vietnam is at UTC+7 all year. */
const VIETNAM_OFFSET_HOURS = 7;

/** The hour of the day in Vietnam, 0 to 23. */
export const vietnamHour = (epochMilliseconds: number): number =>
  (Math.floor(epochMilliseconds / HOUR_MILLISECONDS) + VIETNAM_OFFSET_HOURS) % 24;

/** Seconds until calls may be made; 0 where they may. */
export const secondsUntilCalls = (
  { from, until }: { readonly from: number; readonly until: number },
  nowMilliseconds: number,
): number => {
  const hour = vietnamHour(nowMilliseconds);
  if (from <= hour && hour < until) return 0;
  const hoursAhead = (from - hour + 24) % 24;
  const sinceHour = nowMilliseconds % HOUR_MILLISECONDS;
  return Math.ceil((hoursAhead * HOUR_MILLISECONDS - sinceHour) / 1_000);
};
