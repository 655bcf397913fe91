import { logFiles, logHeads, type SequencerDependencies } from '@temkin/audit';
import { eventIds, utf8 } from '@temkin/kernel';
import type { Blobs, StoredBlob, StoredItem, Table } from '@temkin/storage';
import { newBundles, newTiles, parseCheckpoint, tilePath, verifierKey, type VerifierKey } from '@temkin/tlog';
import { generateKeyPairSync, sign } from 'node:crypto';
import { memoryTable } from '../memory-table.ts';
import { sha256 } from '../sha256.ts';
import type { Schedule } from './schedule.ts';

export const TENANT = 'ems';
export const YEAR = '2026';
export const LOG = `${TENANT}/${YEAR}`;

const CHECKPOINT = `${LOG}/checkpoint`;

const START = Date.parse('2026-11-22T08:00:00Z');

/** What the sequencers of a simulation share, and what was seen of it. */
export interface World {
  readonly dependencies: SequencerDependencies;
  /** Waits for the log. */
  readonly outbox: Map<string, Uint8Array>;
  /** All that ever waited. */
  readonly ever: Map<string, Uint8Array>;
  readonly blobs: ReadonlyMap<string, StoredBlob>;
  /** Texts that were ever signed. */
  readonly signed: string[];
  /** Rules that were broken on the way, in words. */
  readonly broken: string[];
  readonly newEventId: () => string;
  /** What the table of heads has. */
  readonly heads: () => readonly StoredItem[];
  /** The table of heads is another, with these items. */
  readonly replaceHeads: (items: readonly StoredItem[]) => void;
}

/** What a world begins with: all that ever waited, and what became of it. */
export interface Past {
  readonly ever: readonly (readonly [string, Uint8Array])[];
  readonly blobs: readonly (readonly [string, StoredBlob])[];
  readonly heads: readonly StoredItem[];
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Whether all that a checkpoint of this size speaks of can be read. */
const isLaidOut = (blobs: ReadonlyMap<string, StoredBlob>, size: number): boolean =>
  [...newTiles(0, size), ...newBundles(0, size)].every((tile) => blobs.has(`${LOG}/${tilePath(tile)}`));

/** Of a checkpoint with its signatures. */
const sizeOf = (note: Uint8Array | undefined): number =>
  parseCheckpoint(`${textOf(note ?? new Uint8Array()).split('\n\n')[0]}\n`)?.size ?? 0;

const pair = generateKeyPairSync('ed25519');

const key: VerifierKey = await verifierKey(sha256, {
  name: `log.example/${LOG}`,
  type: 'ed25519',
  publicKey: new Uint8Array(pair.publicKey.export({ type: 'spki', format: 'der' })).slice(-32),
});

/** An entry that says of itself only which event it is. */
export const entryOf = (eventId: string): Uint8Array => utf8(JSON.stringify({ metadata: { uid: eventId } }));

/** A world in which every request goes through the schedule. */
export const world = (
  { request, random }: Schedule,
  overBlobs: (blobs: Blobs) => Blobs,
  past?: Past,
): World => {
  const outbox = new Map<string, Uint8Array>();
  const ever = new Map<string, Uint8Array>(past?.ever);
  const blobs = new Map<string, StoredBlob>(past?.blobs);
  const signed: string[] = [];
  const broken: string[] = [];
  let ticks = past === undefined ? 0 : 1_000_000;
  const randomBytes = (length: number): Uint8Array =>
    Uint8Array.from({ length }, () => Math.floor(random() * 256));
  const newEventId = eventIds({ now: () => START + (ticks += 1) }, randomBytes);

  let published = sizeOf(blobs.get(CHECKPOINT)?.bytes);
  const store = (name: string, bytes: Uint8Array): void => {
    blobs.set(name, { bytes, version: String((ticks += 1)) });
    if (name !== CHECKPOINT) return;
    const size = sizeOf(bytes);
    if (size < published) broken.push('the checkpoint went back');
    if (!isLaidOut(blobs, size)) broken.push('a checkpoint was published before its tiles');
    published = Math.max(published, size);
  };
  const port: Blobs = {
    get: (name) => request(() => blobs.get(name)),
    putIfAbsent: (name, bytes) =>
      request(() => {
        if (blobs.has(name)) return 'exists';
        store(name, bytes);
        return 'stored';
      }),
    putIfMatch: (name, bytes, version) =>
      request(() => {
        if (blobs.get(name)?.version !== version) return 'changed';
        store(name, bytes);
        return 'stored';
      }),
    async *names(prefix) {
      yield* await request(() => [...blobs.keys()].filter((name) => name.startsWith(prefix)).toSorted());
    },
    delete: (name) =>
      request(() => {
        blobs.delete(name);
        if (!isLaidOut(blobs, published)) broken.push('what the newest checkpoint needs was removed');
      }),
  };

  // The memory table decides at once; only when and whether is the schedule's.
  let table = memoryTable(past?.heads);
  const through = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const started = await request(() => ({ work: work() }));
    return started.work;
  };
  const heads: Pick<Table, 'get' | 'query' | 'write'> = {
    get: (name) => through(() => table.get(name)),
    query: (range) => through(() => table.query(range)),
    write: (write) => through(() => table.write(write)),
  };

  return {
    outbox,
    ever,
    blobs,
    signed,
    broken,
    newEventId,
    heads: () => table.items(),
    replaceHeads: (items) => {
      table = memoryTable(items);
    },
    dependencies: {
      heads: logHeads({ ...table, ...heads }),
      waiting: {
        take: (_, limit) =>
          request(() => ({
            events: [...outbox]
              .map(([eventId, entry]) => ({ eventId, entry }))
              .toSorted((a, b) => (a.eventId < b.eventId ? -1 : 1))
              .slice(0, limit),
            foreign: 0,
          })),
        remove: async (_, ids) => {
          await Promise.all(ids.map((id) => request(() => outbox.delete(id))));
        },
      },
      files: logFiles(overBlobs(port)),
      signer: {
        sign: (message) =>
          request(() => {
            signed.push(textOf(message));
            return new Uint8Array(sign(null, message, pair.privateKey));
          }),
      },
      logKey: async () => key,
      sha256,
      newStageId: newEventId,
      openingEntry: async () => entryOf('opening'),
    },
  };
};
