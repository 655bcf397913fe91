import type { ReportedRule, SweepReport } from './sweep-report.ts';

/** What a spreadsheet takes for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** A cell by RFC 4180. What a spreadsheet would compute begins with an apostrophe, which has it shown and not run. */
const cell = (value: string | number): string => {
  const text = String(value);
  const inert = FORMULA.test(text) ? `'${text}` : text;
  return /[",;\t\r\n]/.test(inert) || inert !== text ? `"${inert.replaceAll('"', '""')}"` : inert;
};

/** A line of cells, of which none is a formula. */
export const csvCells = (cells: readonly (string | number)[]): string => `${cells.map(cell).join(',')}\r\n`;

const HEADER = csvCells([
  'row',
  'rule',
  'severity',
  'hits',
  'code',
  'giải thích',
  'explanation',
  'found',
  'personIds',
  'subscriptionIds',
]);

const linesOf = ({ rule, severity, title, hits, listed }: ReportedRule): readonly string[] => [
  csvCells(['rule', rule, severity, hits, '', title.vi, title.en, '', '', '']),
  ...listed.map(({ code, explanation, numbers, personIds, subscriptionIds }) =>
    csvCells([
      'hit',
      rule,
      severity,
      '',
      code,
      explanation.vi,
      explanation.en,
      numbers.found ?? 0,
      personIds.join(' '),
      subscriptionIds.join(' '),
    ]),
  ),
];

/**
 * A report as CSV (RFC 4180): a row of each rule, and behind it one of each hit that is listed. It begins with a byte-order mark, without
 * which spreadsheets do not read Vietnamese.
 */
export const reportCsv = ({ rules }: SweepReport): string =>
  `\ufeff${HEADER}${rules.flatMap(linesOf).join('')}`;
