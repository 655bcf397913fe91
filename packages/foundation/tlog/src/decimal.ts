/** A count as the formats write it: ASCII decimal without leading zeros. Undefined for anything else, and above 2^53 − 1. */
export const parseDecimal = (text: string): number | undefined => {
  if (!/^(?:0|[1-9]\d{0,15})$/.test(text)) return undefined;
  const count = Number(text);
  return Number.isSafeInteger(count) ? count : undefined;
};
