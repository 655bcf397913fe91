// Adds up the runners' reports in a directory and prints the closing line: vitest's JSON, and the line `N passed, N failed`
// of the readers in other languages. Exits 1 where a test failed or was skipped, or where a runner has nothing to report.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const [directory] = process.argv.slice(2);

const fromVitest = (text) => {
  const { success, numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(text);
  // A file that breaks before its first test fails the run and no test.
  const failed = success ? numFailedTests : Math.max(1, numFailedTests);
  return { passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests };
};

const fromPeers = (text) => {
  const [, passed = 0, failed = 1] = /^(\d+) passed, (\d+) failed$/m.exec(text) ?? [];
  return { passed: Number(passed), failed: Number(failed), skipped: 0 };
};

/** Every report that must be there, and how it is read. */
const REPORTS = {
  'npm-test.json': fromVitest,
  'functions-node-24.json': fromVitest,
  'peers.txt': fromPeers,
  'browser.json': fromVitest,
};

const reports = Object.entries(REPORTS).map(([file, read]) =>
  read(readFileSync(join(directory, file), 'utf8')),
);
const sum = (count) => reports.reduce((total, report) => total + report[count], 0);
const [passed, failed, skipped] = ['passed', 'failed', 'skipped'].map(sum);

console.log(`tests: ${passed} passed, ${failed} failed, ${skipped} skipped`);
const complete = reports.every((report) => report.passed > 0);
process.exit(complete && failed === 0 && skipped === 0 ? 0 : 1);
