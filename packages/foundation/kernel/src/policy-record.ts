/** A legal deadline, limit or threshold: data with a source and dates, never a constant in code. */
export interface PolicyRecord<Value> {
  readonly id: string;
  readonly value: Value;
  /** Law, decree, circular, contract or decision, with its article. */
  readonly source: string;
  /** First day in force, `YYYY-MM-DD`, Vietnam time (UTC+7). */
  readonly validFrom: string;
  /** First day no longer in force; open-ended where absent. */
  readonly validTo?: string;
}

const VIETNAM_OFFSET_MILLISECONDS = 7 * 3_600_000;

/** Calendar day in Vietnam (UTC+7, no daylight saving) of an instant, as `YYYY-MM-DD`. */
export const vietnamDay = (epochMilliseconds: number): string =>
  new Date(epochMilliseconds + VIETNAM_OFFSET_MILLISECONDS).toISOString().slice(0, 10);

/**
 * The record in force at an instant: the one with the latest `validFrom` that has begun and not ended.
 * Throws where none is: a missing policy is a fault of deployment, not a reason to guess.
 */
export const inForce = <Value>(
  records: readonly PolicyRecord<Value>[],
  atMilliseconds: number,
): PolicyRecord<Value> => {
  const day = vietnamDay(atMilliseconds);
  const found = records
    .filter((record) => record.validFrom <= day && (record.validTo === undefined || day < record.validTo))
    .toSorted((a, b) => a.validFrom.localeCompare(b.validFrom))
    .at(-1);
  if (found === undefined)
    throw new Error(`no policy record of ${records[0]?.id ?? 'this kind'} in force on ${day}`);
  return found;
};
