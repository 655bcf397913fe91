/** Writes findings to standard output as one JSON line each, which alarms count: pseudonyms, closed lists, no more. */
export const consoleFindings = {
  report: (finding: Readonly<Record<'finding', string>>): void => {
    process.stdout.write(`${JSON.stringify({ level: 'warn', ...finding })}\n`);
  },
};
