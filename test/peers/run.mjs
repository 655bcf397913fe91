/**
 * Runs what needs more than Node, and prints one line `N passed, N failed`: the readers of docs/token-format.md and
 * docs/device-protocol.md that were written in other languages, over test/vectors and over bundles made now, the AWS
 * adapters over a server that speaks the AWS protocols, the audit log under a verifier that stands on Go's own
 * packages, and the identities of calls under SIP programs of Debian's. Fails where a language, a server or a test is missing: what did not run proves nothing.
 * With `--prepare` nothing is tested: what the tests need is only fetched and built, so that it is there when they come.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { peerPython } from './environment.mjs';
import { buildVerifier } from './go/build.mjs';
import { startMoto } from './moto.mjs';
import { sipPeers } from './sip/packages.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TOKEN_READER = fileURLToPath(new URL('python/check_vectors.py', import.meta.url));
const BUNDLE_READER = fileURLToPath(new URL('python/check_bundles.py', import.meta.url));
const FRESH_BUNDLES = fileURLToPath(new URL('fresh-bundles.ts', import.meta.url));
const TSX = join(ROOT, 'node_modules/tsx/dist/cli.mjs');
const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs');

/** Both names are usual. */
const PYTHON = ['python3', 'python'].find(
  (name) => spawnSync(name, ['-c', 'import sys; sys.exit(sys.version_info < (3, 10))']).status === 0,
);

const python = () => {
  if (PYTHON === undefined)
    throw new Error('there is no Python 3.10 or later: install it, then run this again');
  return PYTHON;
};

/** Runs a reader that ends with a line of its own. */
const read = (interpreter, args, input = '') => {
  const { status, stdout, stderr } = spawnSync(interpreter, ['-B', ...args], { encoding: 'utf8', input });
  process.stderr.write(stderr);
  const [, passed = 0, failed = 0] = /^(\d+) passed, (\d+) failed$/m.exec(stdout) ?? [];
  return { passed: Number(passed), failed: status === 0 ? Number(failed) : Math.max(1, Number(failed)) };
};

/** Of the standard library alone, so nothing has to be installed. */
const tokens = async () => read(python(), [TOKEN_READER]);

/** The vectors, and bundles that nobody has seen. */
const bundles = async () => {
  const fresh = spawnSync(process.execPath, [TSX, FRESH_BUNDLES], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 16 * 1_024 ** 2,
  });
  if (fresh.status !== 0) throw new Error('no bundles could be made');
  return read(peerPython(python()), [BUNDLE_READER], fresh.stdout);
};

/** A test that was skipped counts as failed, and so does a file without tests. */
const fromReport = (
  { success, numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults },
  files,
) => {
  const missing = files - testResults.filter(({ assertionResults }) => assertionResults.length > 0).length;
  const failed = numFailedTests + numPendingTests + numTodoTests + missing;
  return { passed: numPassedTests, failed: success ? failed : Math.max(1, failed) };
};

/** Runs the tests in a directory beside this file. They are told of their peer by the environment. */
const test = async (directory, peer) => {
  const files = readdirSync(new URL(`${directory}/`, import.meta.url));
  const reports = mkdtempSync(join(tmpdir(), 'temkin-peers-'));
  const report = join(reports, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const tests = spawn(
      process.execPath,
      [VITEST, 'run', '--config', 'test/peers/vitest.config.ts', `test/peers/${directory}/`, ...reporters],
      // Standard output is for the one line.
      { cwd: ROOT, stdio: ['ignore', 2, 2], env: { ...process.env, ...peer } },
    );
    await once(tests, 'exit');
    return fromReport(
      JSON.parse(readFileSync(report, 'utf8')),
      files.filter((file) => file.endsWith('.test.ts')).length,
    );
  } finally {
    rmSync(reports, { recursive: true });
  }
};

const awsAdapters = async () => {
  const moto = await startMoto(peerPython(python()));
  try {
    return await test('aws', { TEMKIN_AWS_PEER: moto.address });
  } finally {
    await moto.stop();
  }
};

const auditLog = async () => test('go', { TEMKIN_GO_PEER: buildVerifier() });

const identities = async () => test('sip', { TEMKIN_SIP_PEERS: sipPeers() });

const prepare = () => {
  peerPython(python());
  buildVerifier();
  sipPeers();
};

const testAll = async () => {
  let passed = 0;
  let failed = 0;
  for (const run of [tokens, bundles, awsAdapters, auditLog, identities]) {
    try {
      const counts = await run();
      passed += counts.passed;
      failed += counts.failed + (counts.passed === 0 ? 1 : 0);
    } catch (error) {
      console.error(`failed: ${error.message}`);
      failed += 1;
    }
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0;
};

if (process.argv.includes('--prepare')) prepare();
else process.exitCode = (await testAll()) ? 0 : 1;
