import { LogConflict, logFiles, openingKey, type LogFiles, type Survivors } from '@temkin/audit';
import type { LogName } from '@temkin/audit/domain';
import { cryptoReady } from '@temkin/crypto';
import { textOption, type Surroundings, type Values } from './command.ts';
import { sha256 } from './verifier-keys.ts';

/** Where the blobs of a system's logs lie, whatever became of its tables. */
export interface LogsAt {
  /** As the command line has it. */
  readonly place: string;
  readonly files: LogFiles;
  readonly survivors: Survivors;
}

/** The option by which a place of logs is named. */
export const LOGS_OPTION = { logs: { type: 'string' } } as const;

/** The logs that a command line names; undefined where it names none. */
export const openLogs = async (
  values: Values,
  { openPlace }: Pick<Surroundings, 'openPlace'>,
): Promise<LogsAt | undefined> => {
  const place = textOption(values, 'logs');
  if (place === undefined) return undefined;
  await cryptoReady;
  const files = logFiles(await openPlace(place, 'read'));
  return { place, files, survivors: { files, sha256, logKey: openingKey({ files, sha256 }) } };
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
          `changed, or is an older copy, or another log. ${outcome}`,
        { cause: error },
      )
    : error;
