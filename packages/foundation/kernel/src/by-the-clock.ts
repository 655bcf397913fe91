const MINUTE_MILLISECONDS = 60_000;

/** The fraction of the golden ratio: of all steps around a circle, its multiples come back to any arc of it the soonest. */
const GOLDEN_FRACTION = (Math.sqrt(5) - 1) / 2;

/**
 * A list from another place on each minute, to its end and on from its beginning. Whoever gets to a share of it a minute gets
 * to everybody within twice the minutes that it would take in order, and need remember nothing, so a process that is new
 * each minute does too. To begin one place further each minute would leave somebody out for as many minutes as there are
 * others beyond that share.
 */
export const byTheClock = <Item>(list: readonly Item[], nowMilliseconds: number): readonly Item[] => {
  const turns = Math.floor(nowMilliseconds / MINUTE_MILLISECONDS) * GOLDEN_FRACTION;
  const first = Math.floor((turns % 1) * list.length);
  return [...list.slice(first), ...list.slice(0, first)];
};
