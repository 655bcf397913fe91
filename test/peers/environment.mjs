/** The Python of the peer tests: a virtual environment with what PyPI gives, made where it is not there yet. */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MOTO = '5.2.5';
/** moto stands on it too. */
const CRYPTOGRAPHY = '50.0.2';
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/temkin-peers/', import.meta.url));
const ENVIRONMENT = join(CACHE, `moto-${MOTO}-cryptography-${CRYPTOGRAPHY}`);
const PYTHON = join(
  ENVIRONMENT,
  ...(process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']),
);
const CHECK = `import cryptography, moto, sys
sys.exit((moto.__version__, cryptography.__version__) != ('${MOTO}', '${CRYPTOGRAPHY}'))`;

const succeeds = (command, args) => {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) process.stderr.write(stderr ?? '');
  return status === 0;
};

const isInstalled = () => spawnSync(PYTHON, ['-c', CHECK]).status === 0;

const install = (python) => {
  rmSync(ENVIRONMENT, { recursive: true, force: true });
  if (!succeeds(python, ['-m', 'venv', ENVIRONMENT]))
    throw new Error(
      'Python has no venv: install it (Debian: apt-get install python3-venv), then run this again',
    );
  const packages = [`moto[server]==${MOTO}`, `cryptography==${CRYPTOGRAPHY}`];
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages];
  if (!succeeds(PYTHON, pip))
    throw new Error(
      `pip cannot install ${packages.join(' ')}: make its package index reachable, then run this again`,
    );
};

/**
 * Makes the environment by way of a Python that is there; answers its interpreter. Throws an error of one sentence that
 * says what is missing.
 */
export const peerPython = (python) => {
  if (!isInstalled()) install(python);
  return PYTHON;
};
