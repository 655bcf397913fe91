import type { Variables } from '@temkin/local/backup';
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { textOption, UsageError, type Values } from '../command.ts';
import { chooseStore, storeAt, storeNamed, type StoreChoice } from '../open-store.ts';

/** A path without links and detours, as far as it is there. */
const truePath = (path: string): Promise<string> => realpath(path).catch(() => resolve(path));

/** The outbox that survived the loss, if any; a restore without one must be asked for in so many words. */
const laterOutbox = (values: Values): string | undefined => {
  const outbox = textOption(values, 'outbox');
  if ((outbox !== undefined) !== (values['no-outbox'] === true)) return outbox;
  throw new UsageError(
    'say where the outbox is that outlived the loss: --outbox <data directory | http://… | tables:<prefix>>. ' +
      'What was destroyed, revoked or suspended after the backup is known from it and from the logs alone. ' +
      'If no outbox is left, say --no-outbox: all that was destroyed after the backup comes back, save for what a log knows',
  );
};

/** The store to fill, and the one with the later outbox. */
export interface Stores {
  readonly into: StoreChoice;
  readonly outboxStore?: StoreChoice;
}

/** The stores that a command line and its environment mean. Throws `UsageError` where the two are one directory. */
export const chooseStores = async (values: Values, environment: Variables): Promise<Stores> => {
  const outboxName = laterOutbox(values);
  const into = chooseStore(values, environment);
  if (outboxName === undefined) return { into };
  const outboxStore = storeNamed(outboxName);
  if (
    into.kind === 'directory' &&
    outboxStore.kind === 'directory' &&
    (await truePath(into.directory)) === (await truePath(outboxStore.directory))
  )
    throw new UsageError('--outbox is the directory to restore into: move it away, and name a new directory');
  return { into, outboxStore };
};

/** Throws where AWS could not be asked, before hours are spent on reading the backup. */
export const refuseUnreachable = async ({ into, outboxStore = into }: Stores): Promise<void> => {
  for (const choice of [into, outboxStore])
    if (choice.kind !== 'directory') await (await storeAt(choice)).close();
};
