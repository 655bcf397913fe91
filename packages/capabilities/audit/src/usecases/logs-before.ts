import type { LogName } from '../domain/index.ts';

/** How many years back a log is looked for that may have outlived its head. */
const LOOK_BACK_YEARS = 10;

/** The logs of a company's years before a log's, as far as anybody looks back, the latest first. */
export const logsBefore = ({ tenant, year }: LogName): readonly LogName[] =>
  Array.from({ length: LOOK_BACK_YEARS }, (_, back) => ({
    tenant,
    year: String(Number(year) - back - 1).padStart(4, '0'),
  }));
