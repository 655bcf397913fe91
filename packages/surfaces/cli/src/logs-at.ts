import { LogConflict, logFiles, statedKeys, type LogFiles, type Survivors } from '@temkin/audit';
import type { LogName } from '@temkin/audit/domain';
import { cryptoReady } from '@temkin/crypto';
import { textOption, type Command, type Surroundings, type Values } from './command.ts';
import { readKeys, sha256 } from './verifier-keys.ts';

/** Where the blobs of a system's logs lie, whatever became of its tables. */
export interface LogsAt {
  /** As the command line has it. */
  readonly place: string;
  readonly files: LogFiles;
  readonly survivors: Survivors;
}

/** The options by which a place of logs is named, and keys of theirs that are trusted instead of those that they name. */
export const LOGS_OPTIONS = {
  logs: { type: 'string' },
  vkey: { type: 'string', multiple: true },
} as const satisfies Command['options'];

/** The logs that a command line names, or else those of the place where they usually lie; undefined where there is none. */
export const openLogs = async (
  values: Values,
  { openPlace }: Pick<Surroundings, 'openPlace'>,
  usualPlace?: string,
): Promise<LogsAt | undefined> => {
  await cryptoReady;
  const trusted = await readKeys(values, 'vkey');
  const place = textOption(values, 'logs') ?? usualPlace;
  if (place === undefined) return undefined;
  const files = logFiles(await openPlace(place, 'read'));
  return { place, files, survivors: { files, sha256, logKeys: statedKeys({ files, sha256, trusted }) } };
};

/** A log by its name. */
export const logText = ({ tenant, year }: LogName): string => `${tenant}/${year}`;

/**
 * What an error says of a log, where it says that the log is not what it should be, and what came of that; any other error
 * as it is.
 */
export const ofLog = (error: unknown, log: LogName, { place }: LogsAt, outcome: string): unknown =>
  error instanceof LogConflict
    ? new Error(
        `The log ${logText(log)} in ${place} is not the one that it should be: ${error.message}. It was cut or ` +
          'changed, or is an older copy, or another log, or is signed by a key that it does not name (--vkey), or not ' +
          `by the one of --vkey. ${outcome}`,
        { cause: error },
      )
    : error;
