/** The SIP of the peer tests: Debian's packages, unpacked in a directory of their own; nothing is installed or started. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What judges and calls, and what of libraries they need beyond Debian's base. */
const PACKAGES = [
  'secsipidx',
  'kamailio',
  'kamailio-secsipid-modules',
  'kamailio-extra-modules',
  'sip-tester',
  'libsecsipid1',
  'libjansson4',
  'libevent-2.1-7',
  'libgsl27',
  'libgslcblas0',
  'libpcap0.8',
  'libsctp1',
];
const CACHE = fileURLToPath(new URL('../../../node_modules/.cache/temkin-peers/sip/', import.meta.url));
const UNPACKED = join(CACHE, 'unpacked');

/** Every program once: each says its version, so its libraries are there. */
const PROGRAMS = [
  ['usr/bin/secsipidx', '-version'],
  ['usr/sbin/kamailio', '-v'],
  ['usr/bin/sipp', '-v'],
];

const libraries = (root) =>
  ['usr/lib/x86_64-linux-gnu', 'usr/lib/x86_64-linux-gnu/kamailio'].map((path) => join(root, path)).join(':');

const starts = (root) =>
  PROGRAMS.every(([program, version]) => {
    const { stdout } = spawnSync(join(root, program), [version], {
      encoding: 'utf8',
      env: { ...process.env, LD_LIBRARY_PATH: libraries(root) },
    });
    return /v?\d+\.\d+\.\d+/.test(stdout ?? '');
  });

const runs = (command, args, cwd) => {
  const { status, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) process.stderr.write(stderr ?? `there is no ${command}\n`);
  return status === 0;
};

const unpack = () => {
  const [downloads, root] = [join(CACHE, 'downloads'), join(CACHE, 'unpacking')];
  for (const directory of [downloads, root, UNPACKED]) rmSync(directory, { recursive: true, force: true });
  for (const directory of [downloads, root]) mkdirSync(directory, { recursive: true });
  if (!runs('apt-get', ['download', '-qq', '-o', 'APT::Sandbox::User=root', ...PACKAGES], downloads))
    throw new Error(
      `apt-get cannot download ${PACKAGES.join(' ')}: on Debian 12 run apt-get update, then run this again`,
    );
  for (const file of readdirSync(downloads))
    if (!runs('dpkg-deb', ['--extract', file, root], downloads)) throw new Error(`${file} does not unpack`);
  if (!starts(root)) throw new Error('secsipidx, kamailio and sipp of Debian 12 (amd64) do not start here');
  rmSync(downloads, { recursive: true });
  renameSync(root, UNPACKED);
};

const isUnpacked = () => PACKAGES.every((name) => existsSync(join(UNPACKED, 'usr/share/doc', name)));

/** Unpacks what is not there yet; answers the directory. Throws an error of one sentence that says what is missing. */
export const sipPeers = () => {
  if (!isUnpacked()) unpack();
  return UNPACKED;
};
