import { OutcomeUnknown, StoreUnavailable } from '@temkin/kernel';

/** Why a file could not be had, by the code of the system, in words. Reading a directory names no path. */
const FILE_FAULTS = new Map<string, (path: string) => string>([
  ['ENOENT', (path) => `There is no such file or directory: ${path}.`],
  ['ENOTDIR', (path) => `This lies in no directory: ${path}.`],
  ['EACCES', (path) => `You may not open this file or directory: ${path}.`],
  ['EISDIR', () => 'A directory is named where a file is meant.'],
]);

/** What is wrong, for people. A store that fails says why only in the cause of its failure: no region, no credentials, nobody listens. */
export const errorSentence = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  const fault = syscall === undefined ? undefined : FILE_FAULTS.get(code ?? '');
  if (fault !== undefined) return fault(path ?? '');
  const isStore = error instanceof StoreUnavailable || error instanceof OutcomeUnknown;
  return isStore && error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
};
