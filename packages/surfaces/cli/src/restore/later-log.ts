import { countText } from '../amounts.ts';
import type { Surroundings } from '../command.ts';
import { counted } from './counted.ts';
import { boundKey, storeToRead } from '@temkin/local/backup';
import type { StoredItem } from '@temkin/storage';
import type { Manifest } from '../format/manifest.ts';
import { openStore, storeAt, type OpenStore, type StoreChoice } from '../open-store.ts';
import type { ReplayedEvents } from './replayed-events.ts';

/** The log that outlived the loss, once its events are known. */
export interface LaterLog {
  /** All of it once more, to be copied. Throws where it has gone on, and what it took back since would come back. */
  readonly unchanged: () => AsyncGenerator<readonly StoredItem[]>;
}

const nameOf = ({ key: { partition, sort } }: StoredItem): string => JSON.stringify([partition, sort]);

/** The events that a later log must have, since the backup has them. */
export const expectedEvents = () => {
  const lacking = new Set<string>();
  return {
    expect: (stored: StoredItem): void => void lacking.add(nameOf(stored)),
    meet: (stored: StoredItem): void => void lacking.delete(nameOf(stored)),
    /** How many were not met. */
    lacking: (): number => lacking.size,
  };
};

const isSame = (a: StoreChoice, b: StoreChoice): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * Opens a later log, to which nothing may be added meanwhile: a directory's server must have been stopped. A store that is
 * being filled has a log only where it is the very one that this restore fills.
 */
export const openLog = async (choice: StoreChoice, into: StoreChoice): Promise<OpenStore> => {
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
      `The log in ${name} belongs to another root key than backup ${id}: it is not the log of this system. ` +
        'Nothing was changed.',
    );
};

/**
 * Gathers the events of a log. Throws where it is not the log of the backup's system, as far as root keys tell, or where
 * it lacks an event that the backup has, and so may lack others.
 */
export const readLog = async (
  log: OpenStore,
  name: string,
  {
    manifest,
    surroundings,
    events,
    expected,
  }: {
    readonly manifest: Manifest;
    readonly surroundings: Surroundings;
    readonly events: ReplayedEvents;
    readonly expected: ReturnType<typeof expectedEvents>;
  },
): Promise<LaterLog> => {
  await refuseStrangeKey(log, name, manifest);
  for await (const page of counted(surroundings, 'reading the later log', log.scan('outbox')))
    for (const stored of page) {
      events.add(stored, name);
      expected.meet(stored);
    }
  if (expected.lacking() > 0)
    throw new Error(
      `The log in ${name} lacks ${countText(expected.lacking(), 'event')} that backup ${manifest.id} has: ` +
        'it is not the log of this system, or it was cut. Nothing was changed.',
    );
  return {
    async *unchanged() {
      for await (const page of log.scan('outbox')) {
        if (page.some((stored) => events.lacks(stored, name)))
          throw new Error(
            `The log in ${name} has gone on while it was read: stop what still works on that store, ` +
              'then run the same restore again.',
          );
        yield page;
      }
    },
  };
};
