import { verifyLog, type ReadLogFile, type RefusedLog } from '@temkin/audit/domain';
import type { Report } from './command.ts';
import { copiedTiles, type CopiedLog } from './copy-log.ts';
import { faultText } from './verdict-report.ts';
import { sha256 } from './verifier-keys.ts';
import { removeBelow, writeBelow } from './whole-files.ts';

/** Where the checkpoint of a log that was refused is kept, which may be evidence. */
const REFUSED_CHECKPOINT = 'checkpoint.refused';

/** Throws where a copy is no longer what its own checkpoint speaks of: no log is to blame for that. */
export const demandWholeCopy = async (directory: string, copy: ReadLogFile): Promise<void> => {
  if ((await copy('checkpoint')) === undefined) return;
  const verdict = await verifyLog({ sha256, read: copy, keys: [] });
  if (verdict.outcome !== 'refused') return;
  throw new Error(
    `The copy in ${directory} is no longer what it was: ${faultText(verdict)}. That says nothing of the ` +
      'log: copy it into another directory.',
  );
};

/**
 * Removes what was copied of a log that is refused, save for its checkpoint, so that the next run asks for it again; what a
 * former run had verified stays. Throws where the fault may be that of a run that was cut off.
 */
export const refuseCopy = async (
  refused: RefusedLog,
  report: Report,
  { directory, size, keptSize, checkpoint, isResumed }: CopiedLog & { readonly checkpoint: Uint8Array },
): Promise<Report> => {
  for (const path of copiedTiles(size, keptSize)) await removeBelow(directory, path);
  if (isResumed)
    throw new Error(
      `${faultText(refused)}. Part of what lay in ${directory} was left by a run that was cut off, and may be at fault. It ` +
        'was removed with all that was copied now: run this again, to know of the log.',
    );
  await writeBelow(directory, REFUSED_CHECKPOINT, checkpoint);
  return {
    ...report,
    text: `${report.text}\nWhat was copied of it was removed, save for ${directory}/${REFUSED_CHECKPOINT}.`,
  };
};
