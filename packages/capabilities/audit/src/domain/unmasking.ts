/** The form of a pseudonym: 16 bytes in base64url. */
export const PSEUDONYM = /^[A-Za-z0-9_-]{22}$/;

/** Years back from the present one in which a pseudonym is looked for: five times what any law asks of a log so far. */
const YEARS_LOOKED_IN = 10;

/** The years (UTC) in which a pseudonym may have been given, the latest first: what is asked about was mostly done of late. */
export const yearsLookedIn = (nowMilliseconds: number): readonly string[] => {
  const latest = new Date(nowMilliseconds).getUTCFullYear();
  return Array.from({ length: YEARS_LOOKED_IN }, (_, back) => String(latest - back));
};
