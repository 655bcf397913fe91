import { StoreUnavailable } from '@temkin/kernel';
import type { Blobs, Table } from '@temkin/storage';

/** A request to the store: whether it would change something, and whether an event is among what it would write. */
type Kind = 'read' | 'write' | 'record';

/** Says of each request to a store whether it is lost. */
export type Lost = (kind: Kind) => boolean;

const nothing: Lost = () => false;

/** A store that a test takes away and gives back. What is lost has changed nothing. */
export interface Outage {
  readonly wrapTable: (table: Table) => Table;
  readonly wrapBlobs: (blobs: Blobs) => Blobs;
  /** Loses what the rule says from now on; nothing where absent. */
  readonly lose: (isLost?: Lost) => void;
}

/** An outage of one store. */
export const outage = (): Outage => {
  let isLost = nothing;
  const pass = (kind: Kind): void => {
    if (isLost(kind)) throw new StoreUnavailable('told to');
  };
  const through = async <Answer>(kind: Kind, ask: () => Promise<Answer>): Promise<Answer> => {
    pass(kind);
    return ask();
  };
  return {
    wrapTable: (table) => ({
      get: (key) => through('read', () => table.get(key)),
      getMany: (keys) => through('read', () => table.getMany(keys)),
      query: (range) => through('read', () => table.query(range)),
      write: (write) => through('write', () => table.write(write)),
      deleteMany: (keys) => through('write', () => table.deleteMany(keys)),
      transact: (writes, token) => {
        const kind = writes.some(({ key }) => key.table === 'outbox') ? 'record' : 'write';
        return through(kind, () => table.transact(writes, token));
      },
    }),
    wrapBlobs: (blobs) => ({
      get: (name) => through('read', () => blobs.get(name)),
      putIfAbsent: (name, bytes) => through('write', () => blobs.putIfAbsent(name, bytes)),
      putIfMatch: (name, bytes, version) => through('write', () => blobs.putIfMatch(name, bytes, version)),
      delete: (name) => through('write', () => blobs.delete(name)),
      async *names(prefix) {
        pass('read');
        yield* blobs.names(prefix);
      },
    }),
    lose: (rule = nothing) => {
      isLost = rule;
    },
  };
};
