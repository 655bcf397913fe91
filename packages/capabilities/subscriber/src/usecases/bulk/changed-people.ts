import type { PreparedRow } from './prepared-row.ts';

/** Whom an import has changed since it looked them up. */
export interface ChangedPeople {
  /** Ids of those whom a row amended. */
  readonly amended: ReadonlySet<string>;
  /** What `holderKeyOf` says of those from then on. */
  readonly holderKeys: ReadonlySet<string>;
  /** Ids of those whom a row gave a number. */
  readonly given: ReadonlySet<string>;
}

export const NOBODY_CHANGED: ChangedPeople = {
  amended: new Set(),
  holderKeys: new Set(),
  given: new Set(),
};

/** The same with what a row changes. */
export const changedBy = (
  { amended, holderKeys, given }: ChangedPeople,
  { amends, brings }: PreparedRow,
): ChangedPeople => ({
  amended: amends === undefined ? amended : new Set([...amended, amends.personId]),
  holderKeys: amends?.holderKey === undefined ? holderKeys : new Set([...holderKeys, amends.holderKey]),
  given: brings === undefined ? given : new Set([...given, brings.holder.open.personId]),
});

/** Whether a row was prepared upon what somebody is no more: it must be looked up again, for of two rows the later counts. */
export const isOutdated = (
  { amended, holderKeys, given }: ChangedPeople,
  { amends, brings, judgedBy }: PreparedRow,
): boolean => {
  if (judgedBy !== undefined && amended.has(judgedBy)) return true;
  if (amends !== undefined) return amended.has(amends.personId) || given.has(amends.personId);
  return (
    brings !== undefined && (amended.has(brings.holder.open.personId) || holderKeys.has(brings.holderKey))
  );
};
