import { verifyLog } from '@temkin/audit/domain';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeLog } from '../../../support/log-directory.ts';
import { sha256 } from '../../../support/sha256.ts';
import { grow, smallLog, type SmallLog } from '../../../support/small-log.ts';
import { buildVerifier } from '../../../peers/go/build.mjs';
import type { Workload } from '../comparison.ts';
import { rateOf, type Rate } from '../measure.ts';
import { madeEvents } from './made-events.ts';

/** Entries that come into the log at a time. */
const BATCH = 16_384;

const madeLog = async (entries: number): Promise<SmallLog> => {
  const log = await smallLog();
  while (log.tree.size < entries)
    await grow(
      log,
      madeEvents(Math.min(BATCH, entries - log.tree.size)).map(({ entry }) => entry),
    );
  // The one newest checkpoint is to be verified, by both.
  for (const path of log.files.keys()) if (path.startsWith('checkpoints/')) log.files.delete(path);
  return log;
};

/** The Go program of the peer tests; undefined where there is no Go to build it. */
const goVerifier = (): string | undefined => {
  try {
    return buildVerifier();
  } catch {
    return undefined;
  }
};

/** What verifies a whole log in a directory: ours, and Go's where there is one. */
export interface Verifying {
  readonly entries: number;
  readonly ours: readonly Rate[];
  readonly go: readonly Rate[];
}

/** Verifies a log of events in a directory several times, all of its entries and tiles, by turns with Go. */
export const verifying = async ({ quick, progress }: Workload): Promise<Verifying> => {
  const [entries, rounds] = quick ? [32_768, 2] : [262_144, 5];
  progress(`row 10: making a log of ${entries} entries`);
  const log = await madeLog(entries);
  const directory = await mkdtemp(join(tmpdir(), 'temkin-bench-'));
  const program = goVerifier();
  try {
    writeLog(log.files, directory);
    const read = async (path: string): Promise<Uint8Array> =>
      new Uint8Array(await readFile(join(directory, path)));
    const verify = async (): Promise<void> => {
      const { outcome } = await verifyLog({ sha256, read, keys: [log.key] });
      if (outcome !== 'verified') throw new Error('a log of the bench was refused');
    };
    const verifyByGo = async (): Promise<void> => {
      if (spawnSync(program ?? '', [directory]).status !== 0)
        throw new Error('Go refused a log of the bench');
    };
    const [ours, go]: [Rate[], Rate[]] = [[], []];
    for (let round = 0; round <= rounds; round += 1) {
      progress(`row 10: verifying, round ${round} of ${rounds}`);
      const mine = await rateOf(entries, verify);
      const theirs = program === undefined ? undefined : await rateOf(entries, verifyByGo);
      if (round === 0) continue;
      ours.push(mine);
      if (theirs !== undefined) go.push(theirs);
    }
    return { entries, ours, go };
  } finally {
    await rm(directory, { recursive: true });
  }
};
