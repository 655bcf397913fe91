import type { ListedEvent } from './listed-event.ts';

/** What stands in a column; nothing where absent. */
type Column = (event: ListedEvent) => string | number | undefined;

/** Several of a kind in one cell: pseudonyms, codes and words have no space. */
const together = (words: readonly string[] | undefined): string | undefined => words?.join(' ');

const COLUMNS: Readonly<Record<string, Column>> = {
  eventId: (event) => event.eventId,
  time: (event) => event.time,
  action: (event) => event.action,
  outcome: (event) => event.outcome,
  reason: (event) => event.reason,
  actor: (event) => event.actor.pseudonym,
  role: (event) => event.actor.role,
  facility: (event) => event.actor.facility,
  resources: (event) =>
    together(
      event.resources.map(
        ({ type, pseudonym, version }) =>
          `${type}:${pseudonym}${version === undefined ? '' : `@${String(version)}`}`,
      ),
    ),
  purpose: (event) => event.purpose,
  groups: (event) => together(event.groups),
  policies: (event) => together(event.policies),
  change: (event) => event.change,
  fields: (event) => together(event.fields),
  grounds: (event) => event.grounds,
  flags: (event) => together(event.flags),
  logYear: (event) => event.logYear,
  index: (event) => event.index,
  leafHash: (event) => event.leafHash,
};

/** What a spreadsheet takes for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * A cell by RFC 4180. Text that a spreadsheet would compute begins with an apostrophe, which has it shown and not run: an
 * event that an intruder put into the log must not run at an auditor's desk.
 */
const cell = (value: string | number | undefined): string => {
  const text = String(value ?? '');
  const inert = FORMULA.test(text) ? `'${text}` : text;
  return /[",;\t\r\n]/.test(inert) || inert !== text ? `"${inert.replaceAll('"', '""')}"` : inert;
};

/** A line of cells, of which none is a formula. */
export const csvLine = (cells: readonly (string | number | undefined)[]): string =>
  `${cells.map(cell).join(',')}\r\n`;

/** The names of the columns, with which a file begins. */
export const CSV_HEADER = csvLine(Object.keys(COLUMNS));

/** An event as a row. */
export const csvRow = (event: ListedEvent): string =>
  csvLine(Object.values(COLUMNS).map((column) => column(event)));
