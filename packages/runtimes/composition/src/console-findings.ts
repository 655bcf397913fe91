import { logLine } from './log-line.ts';

/** Writes findings as one line each, which alarms count: pseudonyms, closed lists, no more. */
export const consoleFindings = {
  report: (finding: Readonly<Record<'finding', string>>): void => logLine({ level: 'warn', ...finding }),
};
