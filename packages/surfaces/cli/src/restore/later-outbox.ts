import { boundKey, storeToRead } from '@temkin/local/backup';
import type { StoredItem } from '@temkin/storage';
import type { Surroundings } from '../command.ts';
import type { Manifest } from '../format/manifest.ts';
import { openStore, storeAt, type OpenStore, type StoreChoice } from '../open-store.ts';
import { counted } from './counted.ts';
import type { ReplayedEvents } from './replayed-events.ts';
import type { WaitingEvents } from './waiting-events.ts';

/** The outbox that outlived the loss, once its events are known. */
export interface LaterOutbox {
  /** All of it once more, to be copied. Throws where it has gone on, and what it took back since would come back. */
  readonly unchanged: () => AsyncGenerator<readonly StoredItem[]>;
}

const isSame = (a: StoreChoice, b: StoreChoice): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * Opens the store of a later outbox, to which nothing may be added meanwhile: a directory's server must have been stopped.
 * A store that is being filled has an outbox only where it is the very one that this restore fills.
 */
export const openLaterStore = async (choice: StoreChoice, into: StoreChoice): Promise<OpenStore> => {
  if (choice.kind === 'directory') {
    const { endpoint, stop } = await storeToRead(choice.directory, { alone: true });
    return storeAt({ endpoint }, stop);
  }
  return isSame(choice, into) ? storeAt(choice) : openStore(choice);
};

const refuseStrangeKey = async (
  { table }: OpenStore,
  name: string,
  { id, rootKeyFingerprint }: Manifest,
): Promise<void> => {
  const bound = await boundKey(table);
  if (bound !== undefined && rootKeyFingerprint !== undefined && bound !== rootKeyFingerprint)
    throw new Error(
      `The outbox in ${name} belongs to another root key than backup ${id}: it is not of this system. ` +
        'Nothing was changed.',
    );
};

/** Gathers the events of an outbox. Throws where it is not of the backup's system, as far as root keys tell. */
export const readLaterOutbox = async (
  store: OpenStore,
  name: string,
  {
    manifest,
    surroundings,
    events,
    waiting,
  }: {
    readonly manifest: Manifest;
    readonly surroundings: Surroundings;
    readonly events: ReplayedEvents;
    readonly waiting: WaitingEvents;
  },
): Promise<LaterOutbox> => {
  await refuseStrangeKey(store, name, manifest);
  for await (const page of counted(surroundings, 'reading the later outbox', store.scan('outbox')))
    for (const stored of page) {
      events.add(stored, name);
      waiting.meet(stored);
    }
  return {
    async *unchanged() {
      for await (const page of store.scan('outbox')) {
        if (page.some((stored) => events.lacks(stored, name)))
          throw new Error(
            `The outbox in ${name} has gone on while it was read: stop what still works on that store, ` +
              'then run the same restore again.',
          );
        yield page;
      }
    },
  };
};
