// Adds up vitest's JSON reports in a directory and prints the closing line.
// Exits 1 where a test failed or was skipped, or where there is no report or no test.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [directory] = process.argv.slice(2);
const reports = readdirSync(directory).map((file) => JSON.parse(readFileSync(join(directory, file), 'utf8')));
const sum = (count) => reports.reduce((total, report) => total + count(report), 0);

const passed = sum((report) => report.numPassedTests);
const failed = sum((report) => report.numFailedTests + (report.success || report.numFailedTests > 0 ? 0 : 1));
const skipped = sum((report) => report.numPendingTests + report.numTodoTests);

console.log(`tests: ${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(
  passed > 0 && failed === 0 && skipped === 0 && reports.every((report) => report.success) ? 0 : 1,
);
