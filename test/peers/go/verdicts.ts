import type { LogVerdict } from '@temkin/audit/domain';
import { spawnSync } from 'node:child_process';
import { readLog, writeLog } from '../../support/log-directory.ts';
import { verifyFiles, type SmallLog } from '../../support/small-log.ts';

/** The program beside this file, as test/peers/run.mjs has built it. */
const PROGRAM = process.env.TEMKIN_GO_PEER ?? '';
if (PROGRAM === '') throw new Error('start these tests by npm run test:peers');

/** What Go's packages say of a directory. */
export interface GoVerdict {
  readonly status: number | null;
  readonly says: string;
}

/** Runs the program over a log's directory. */
export const goVerdict = (directory: string): GoVerdict => {
  const { status, stdout } = spawnSync(PROGRAM, [directory], { encoding: 'utf8' });
  return { status, says: stdout };
};

/** What both say of a log, which is written to a directory that was empty. */
export const verdictsOn = async (
  { files, key }: Pick<SmallLog, 'files' | 'key'>,
  directory: string,
): Promise<{ readonly ours: LogVerdict; readonly go: GoVerdict }> => {
  writeLog(files, directory);
  return { ours: await verifyFiles(readLog(directory), [key]), go: goVerdict(directory) };
};
