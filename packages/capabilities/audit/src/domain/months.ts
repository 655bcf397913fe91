/** The month (UTC) of an instant: `202611`. */
export const monthOf = (epochMilliseconds: number): string => {
  const instant = new Date(epochMilliseconds);
  return `${String(instant.getUTCFullYear()).padStart(4, '0')}${String(instant.getUTCMonth() + 1).padStart(2, '0')}`;
};

/** The months from one instant to another, the oldest first; none where the second is before the first, or one is none. */
export const monthsBetween = (from: number, to: number): readonly string[] => {
  const months: string[] = [];
  const first = new Date(from);
  for (let ahead = 0; ; ahead++) {
    const begins = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + ahead);
    if (!(from <= to && begins <= to)) return months;
    months.push(monthOf(begins));
  }
};
