import type { Variables } from '@temkin/local/backup';
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { textOption, UsageError, type Values } from '../command.ts';
import { chooseStore, storeAt, storeNamed, type StoreChoice } from '../open-store.ts';

/** A path without links and detours, as far as it is there. */
const truePath = (path: string): Promise<string> => realpath(path).catch(() => resolve(path));

/** The log that survived the loss, if any; a restore without one must be asked for in so many words. */
const laterLog = (values: Values): string | undefined => {
  const log = textOption(values, 'log');
  if ((log !== undefined) !== (values['no-later-log'] === true)) return log;
  throw new UsageError(
    'say where the log is that outlived the loss: --log <data directory | http://… | tables:<prefix>>. ' +
      'What was destroyed, revoked or suspended after the backup is known from it alone. ' +
      'If no log is left, say --no-later-log: all that was destroyed after the backup comes back',
  );
};

/** The store to fill, and the one with the later log. */
export interface Stores {
  readonly into: StoreChoice;
  readonly logStore?: StoreChoice;
}

/** The stores that a command line and its environment mean. Throws `UsageError` where the two are one directory. */
export const chooseStores = async (values: Values, environment: Variables): Promise<Stores> => {
  const logName = laterLog(values);
  const into = chooseStore(values, environment);
  if (logName === undefined) return { into };
  const logStore = storeNamed(logName);
  if (
    into.kind === 'directory' &&
    logStore.kind === 'directory' &&
    (await truePath(into.directory)) === (await truePath(logStore.directory))
  )
    throw new UsageError('--log is the directory to restore into: move it away, and name a new directory');
  return { into, logStore };
};

/** Throws where AWS could not be asked, before hours are spent on reading the backup. */
export const refuseUnreachable = async ({ into, logStore = into }: Stores): Promise<void> => {
  for (const choice of [into, logStore])
    if (choice.kind !== 'directory') await (await storeAt(choice)).close();
};
