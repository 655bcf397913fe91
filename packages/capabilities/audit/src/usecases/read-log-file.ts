import type { Recorder } from '@temkin/audit-event';
import { Refusal, type Caller, type Receipt } from '@temkin/kernel';
import { tilePath, type Tile } from '@temkin/tlog';
import type { LogName } from '../domain/index.ts';
import type { LogFiles } from '../store/log-files.ts';
import { recordReading } from './record-reading.ts';

/** What can be asked of a log: its newest checkpoint, or a tile of hashes or entries. */
export type LogPart = 'checkpoint' | Tile;

export interface LogFile {
  readonly bytes: Uint8Array;
  /** Of the reading; entries alone say what happened, so only they leave one. */
  readonly receipt?: Receipt;
}

/**
 * A file of the caller's own log, byte for byte (c2sp.org/tlog-tiles). Entries are answered once their reading is on
 * record; checkpoints and hashes disclose nothing. Refuses `AUDIT.LOG_FILE_UNKNOWN` for what is not there, and for every
 * log of others.
 */
export const readLogFile =
  (dependencies: { readonly recorder: Recorder; readonly files: Pick<LogFiles, 'newest' | 'find'> }) =>
  async (caller: Caller, log: LogName, part: LogPart): Promise<LogFile> => {
    const { recorder, files } = dependencies;
    if (log.tenant !== caller.principal.tenant) throw new Refusal('AUDIT.LOG_FILE_UNKNOWN');
    const bytes = part === 'checkpoint' ? await files.newest(log) : await files.find(log, part);
    if (bytes === undefined) throw new Refusal('AUDIT.LOG_FILE_UNKNOWN');
    if (part === 'checkpoint' || part.level !== 'entries') return { bytes };
    const receipt = await recordReading(recorder, caller, {
      action: 'audit.read-log',
      outcome: 'allowed',
      resources: [{ type: 'log-file', pseudonym: `${log.year}/${tilePath(part)}` }],
    });
    return { bytes, receipt };
  };
