import { OutcomeUnknown, StoreUnavailable } from '@temkin/kernel';
import type { Blobs, Table } from '@temkin/storage';

/** What becomes of the write at which somebody dies. */
export type LastWrite = 'lost' | 'applied';

/**
 * Ports through which only so many writes are made: the next one is lost, or is applied and reported as failed, and so are
 * all requests after it.
 */
export const dyingPorts = (
  { table, blobs }: { readonly table: Table; readonly blobs: Blobs },
  writes: number,
  last: LastWrite,
) => {
  let made = 0;
  const through = async <Result>(write: () => Promise<Result>): Promise<Result> => {
    made += 1;
    if (made <= writes) return write();
    if (made === writes + 1 && last === 'applied') {
      await write();
      throw new OutcomeUnknown('told to');
    }
    throw new StoreUnavailable('told to');
  };
  const dyingTable: Table = { ...table, write: (write) => through(() => table.write(write)) };
  const dyingBlobs: Blobs = {
    ...blobs,
    putIfAbsent: (name, bytes) => through(() => blobs.putIfAbsent(name, bytes)),
    putIfMatch: (name, bytes, version) => through(() => blobs.putIfMatch(name, bytes, version)),
    delete: (name) => through(() => blobs.delete(name)),
  };
  return {
    /** Whether the last write was come to. */
    hasDied: (): boolean => made > writes,
    table: dyingTable,
    blobs: dyingBlobs,
  };
};
