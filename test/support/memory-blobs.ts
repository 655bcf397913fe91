import type { Blobs, StoredBlob } from '@temkin/storage';

/** The blob port in memory, with its blobs in plain sight. */
export interface MemoryBlobs extends Blobs {
  readonly stored: Map<string, Uint8Array>;
}

/** An empty place for blobs. */
export const memoryBlobs = (): MemoryBlobs => {
  const stored = new Map<string, Uint8Array>();
  const find = (name: string): StoredBlob | undefined => {
    const bytes = stored.get(name);
    return bytes && { bytes, version: Buffer.from(bytes).toString('hex') };
  };
  return {
    stored,
    get: async (name) => find(name),
    putIfAbsent: async (name, bytes) => {
      if (stored.has(name)) return 'exists';
      stored.set(name, bytes);
      return 'stored';
    },
    putIfMatch: async (name, bytes, version) => {
      if (find(name)?.version !== version) return 'changed';
      stored.set(name, bytes);
      return 'stored';
    },
    async *names(prefix) {
      yield* [...stored.keys()].filter((name) => name.startsWith(prefix)).toSorted();
    },
    delete: async (name) => void stored.delete(name),
  };
};
