/**
 * Entries that a log is read with at most: five times what a million parcels a day leave in a year. A size that nobody who is
 * trusted has signed could be any number.
 */
export const LOG_LIMIT_ENTRIES = 2 ** 34;

/** Throws a sentence where a log says that it is larger than any. */
export const demandReadable = (size: number): void => {
  if (size > LOG_LIMIT_ENTRIES)
    throw new Error(
      `The log says that it has ${size} entries. More than ${LOG_LIMIT_ENTRIES} are not read: no log has as many.`,
    );
};
