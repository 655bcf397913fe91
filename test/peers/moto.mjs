/**
 * moto (PyPI), the server that speaks the AWS protocols: installed in a virtual environment of its own where its version
 * is not there yet, and run as a child process.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const VERSION = '5.2.5';
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/temkin-peers/', import.meta.url));
const SERVER = fileURLToPath(new URL('aws/serve.py', import.meta.url));
const ENVIRONMENT = join(CACHE, `moto-${VERSION}`);
const PYTHON = join(
  ENVIRONMENT,
  ...(process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']),
);

const succeeds = (command, args) => {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) process.stderr.write(stderr ?? '');
  return status === 0;
};

const isInstalled = () =>
  spawnSync(PYTHON, ['-c', `import moto, sys; sys.exit(moto.__version__ != '${VERSION}')`]).status === 0;

const install = (python) => {
  rmSync(ENVIRONMENT, { recursive: true, force: true });
  if (!succeeds(python, ['-m', 'venv', ENVIRONMENT]))
    throw new Error(
      'Python has no venv: install it (Debian: apt-get install python3-venv), then run this again',
    );
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `moto[server]==${VERSION}`];
  if (!succeeds(PYTHON, pip))
    throw new Error(
      `pip cannot install moto ${VERSION}: make its package index reachable, then run this again`,
    );
};

/**
 * Starts moto by way of a Python that is there; answers its address and how to end it. Throws an error of one sentence
 * that says what is missing.
 */
export const startMoto = async (python) => {
  if (!isInstalled()) install(python);
  const server = spawn(PYTHON, ['-B', SERVER], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(server, 'exit');
  const said = [];
  const address = await new Promise((resolve, reject) => {
    for (const stream of [server.stdout, server.stderr])
      createInterface({ input: stream }).on('line', (line) => {
        const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
        if (found === undefined) said.push(line);
        else resolve(found);
      });
    ended.then(
      () => reject(new Error(`moto ended before it served: ${said.at(-1) ?? 'without a word'}`)),
      reject,
    );
  });
  return {
    address,
    stop: async () => {
      server.kill();
      await ended;
    },
  };
};
