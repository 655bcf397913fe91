import type { ImportKind, RecordMode } from '@temkin/subscriber/domain';
import { stateFileOf, type ImportState } from './import-state.ts';

/** How an import is asked for. */
export type AskedImport = Pick<ImportState, 'api' | 'kind' | 'format' | 'file'> & {
  readonly mode: RecordMode;
};

const COMMANDS: Readonly<Record<ImportKind, string>> = {
  full: 'registry import',
  delta: 'registry import --delta',
  parity: 'registry parity',
};

const isSameFile = (one: ImportState['file'], other: ImportState['file']): boolean =>
  one.bytes === other.bytes && one.changedAt === other.changedAt;

const ANEW = 'Remove it to begin anew.';

/** Throws where a file has changed since its import was begun: its parts would be of two files. */
export const requireSameFile = (
  file: string,
  { file: known }: Pick<ImportState, 'file'>,
  now: ImportState['file'],
): void => {
  if (!isSameFile(known, now))
    throw new Error(
      `${stateFileOf(file)} is of ${file} before it changed: it had ${known.bytes} bytes of ${new Date(known.changedAt).toISOString()} when its import was begun. ${ANEW}`,
    );
};

/** Throws where an import that is to be gone on with was begun otherwise than it is asked for now, and says how it was begun. */
export const requireSameImport = (file: string, known: ImportState, asked: AskedImport): void => {
  requireSameFile(file, known, asked.file);
  const { api, kind, format, mode = asked.mode } = known;
  const begun = [
    ...(kind === asked.kind ? [] : [`as ${COMMANDS[kind]}`]),
    ...(api === asked.api ? [] : [`with --api ${api}`]),
    ...(mode === asked.mode ? [] : [`with --mode ${mode}`]),
    ...(format === asked.format ? [] : [`with --format ${format}`]),
  ];
  if (begun.length > 0)
    throw new Error(
      `${stateFileOf(file)} is of an import that was begun otherwise: ${begun.join(', ')}. Say the same again to go on with it. ${ANEW}`,
    );
};
