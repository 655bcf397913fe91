/**
 * Runs what needs more than Node, and prints one line `N passed, N failed`: the readers of docs/token-format.md that were
 * written in other languages over test/vectors, and the AWS adapters over a server that speaks the AWS protocols. Fails
 * where a language, a server or a test is missing: what did not run proves nothing.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startMoto } from './moto.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const READER = fileURLToPath(new URL('python/check_vectors.py', import.meta.url));
const AWS_TESTS = readdirSync(new URL('aws/', import.meta.url)).filter((file) => file.endsWith('.test.ts'));

/** Both names are usual. */
const PYTHON = ['python3', 'python'].find(
  (name) => spawnSync(name, ['-c', 'import sys; sys.exit(sys.version_info < (3, 10))']).status === 0,
);

/** Of the standard library alone, so nothing has to be installed. */
const vectors = async () => {
  const { status, stdout, stderr } = spawnSync(PYTHON, ['-B', READER], { encoding: 'utf8' });
  process.stderr.write(stderr);
  const [, passed = 0, failed = 0] = /^(\d+) passed, (\d+) failed$/m.exec(stdout) ?? [];
  return { passed: Number(passed), failed: status === 0 ? Number(failed) : Math.max(1, Number(failed)) };
};

/** A test that was skipped counts as failed, and so does a file without tests. */
const fromVitest = ({
  success,
  numPassedTests,
  numFailedTests,
  numPendingTests,
  numTodoTests,
  testResults,
}) => {
  const missing =
    AWS_TESTS.length - testResults.filter(({ assertionResults }) => assertionResults.length > 0).length;
  const failed = numFailedTests + numPendingTests + numTodoTests + missing;
  return { passed: numPassedTests, failed: success ? failed : Math.max(1, failed) };
};

const awsAdapters = async () => {
  const reports = mkdtempSync(join(tmpdir(), 'temkin-peers-'));
  const report = join(reports, 'aws.json');
  const moto = await startMoto(PYTHON);
  try {
    const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const tests = spawn(
      process.execPath,
      [vitest, 'run', '--config', 'test/peers/vitest.config.ts', ...reporters],
      // Standard output is for the one line.
      { cwd: ROOT, stdio: ['ignore', 2, 2], env: { ...process.env, TEMKIN_AWS_PEER: moto.address } },
    );
    await once(tests, 'exit');
    return fromVitest(JSON.parse(readFileSync(report, 'utf8')));
  } finally {
    await moto.stop();
    rmSync(reports, { recursive: true });
  }
};

let passed = 0;
let failed = 0;
for (const run of [vectors, awsAdapters]) {
  try {
    if (PYTHON === undefined)
      throw new Error('there is no Python 3.10 or later: install it, then run this again');
    const counts = await run();
    passed += counts.passed;
    failed += counts.failed + (counts.passed === 0 ? 1 : 0);
  } catch (error) {
    console.error(`failed: ${error.message}`);
    failed += 1;
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
