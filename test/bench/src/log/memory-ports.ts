import { logHeads, type WaitingEvent } from '@temkin/audit';
import type { Blobs, StoredBlob } from '@temkin/storage';
import { memorySigner } from '../../../support/memory-signer.ts';
import { memoryTable } from '../../../support/memory-table.ts';
import type { SequencerPorts } from './bench-sequencer.ts';

/** The blob port over a map. */
const memoryBlobs = (): Blobs => {
  const blobs = new Map<string, StoredBlob>();
  let versions = 0;
  const store = (name: string, bytes: Uint8Array): 'stored' => {
    versions += 1;
    blobs.set(name, { bytes, version: String(versions) });
    return 'stored';
  };
  return {
    get: async (name) => blobs.get(name),
    putIfAbsent: async (name, bytes) => (blobs.has(name) ? 'exists' : store(name, bytes)),
    putIfMatch: async (name, bytes, version) =>
      blobs.get(name)?.version === version ? store(name, bytes) : 'changed',
    async *names(prefix) {
      yield* [...blobs.keys()].filter((name) => name.startsWith(prefix)).toSorted();
    },
    delete: async (name) => void blobs.delete(name),
  };
};

/** Ports that cost next to nothing, with events that wait: what remains is the sequencer's own work. */
export const memoryPorts = (events: readonly WaitingEvent[]): SequencerPorts => {
  let removed = 0;
  return {
    heads: logHeads(memoryTable()),
    blobs: memoryBlobs(),
    signer: memorySigner(),
    waiting: {
      take: async (_, limit) => ({ events: events.slice(removed, removed + limit), foreign: 0 }),
      remove: async (_, eventIds) => {
        removed += eventIds.length;
      },
    },
  };
};
