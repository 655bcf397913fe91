/** The Go of the peer tests: builds the verifier of logs in this directory. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('.', import.meta.url));
const CACHE = fileURLToPath(new URL('../../../node_modules/.cache/temkin-peers/', import.meta.url));
const PROGRAM = join(CACHE, process.platform === 'win32' ? 'verify-log.exe' : 'verify-log');

/** Where Debian puts packages of Go. What it has of golang.org/x/mod comes first; where it has none, go.mod says which. */
const DEBIAN_PACKAGES = '/usr/share/gocode';
const isPackaged = existsSync(join(DEBIAN_PACKAGES, 'src/golang.org/x/mod/sumdb/tlog'));

/** Debian's Go needs not be the first on the path. */
const GO = ['/usr/lib/go/bin/go', 'go'].find((name) => spawnSync(name, ['version']).status === 0);

/** Builds the program; answers its path. Throws an error of one sentence that says what is missing. */
export const buildVerifier = () => {
  if (GO === undefined)
    throw new Error(
      'there is no Go: install it (Debian: apt-get install golang-go golang-golang-x-mod-dev), then run this again',
    );
  const { status } = spawnSync(GO, ['build', '-buildvcs=false', '-o', PROGRAM, '.'], {
    cwd: SOURCE,
    // Standard output is for the one line.
    stdio: ['ignore', 2, 2],
    env: {
      ...process.env,
      CGO_ENABLED: '0',
      GOCACHE: join(CACHE, 'go-build'),
      ...(isPackaged && { GO111MODULE: 'off', GOPATH: DEBIAN_PACKAGES }),
    },
  });
  if (status !== 0)
    throw new Error(
      'Go cannot build test/peers/go: install golang-golang-x-mod-dev (Debian), or Go 1.25 and make its modules reachable',
    );
  return PROGRAM;
};
