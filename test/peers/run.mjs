/**
 * Runs the readers of docs/token-format.md that were written in other languages over test/vectors, and prints one line
 * `N passed, N failed`. Fails where a language is missing: a reader that did not run proves nothing.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const READERS = [
  {
    language: 'Python 3.9 or later',
    // Both names are usual; of the standard library alone, so nothing has to be installed.
    commands: ['python3', 'python'],
    isUsable: ['-c', 'import sys; sys.exit(sys.version_info < (3, 9))'],
    run: [fileURLToPath(new URL('python/check_vectors.py', import.meta.url))],
  },
];

let passed = 0;
let failed = 0;
for (const { language, commands, isUsable, run } of READERS) {
  const command = commands.find((name) => spawnSync(name, isUsable).status === 0);
  if (command === undefined) {
    console.error(`failed: there is no ${language}`);
    failed += 1;
    continue;
  }
  const { status, stdout, stderr } = spawnSync(command, ['-B', ...run], { encoding: 'utf8' });
  process.stderr.write(stderr);
  const counts = /^(\d+) passed, (\d+) failed$/m.exec(stdout);
  passed += Number(counts?.[1] ?? 0);
  failed += counts === null || status !== 0 ? Math.max(1, Number(counts?.[2] ?? 0)) : 0;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
