import { equalBytes } from '@temkin/crypto';
import type { Blobs } from '@temkin/storage';

/** A place of the log holds other bytes than those that were committed to: the log has been tampered with, or forked. */
export class LogConflict extends Error {
  override readonly name = 'LogConflict';
}

/** Stores a blob that never changes. One that is there already must be this very one. Throws `LogConflict`. */
export const putOnce = async (
  blobs: Pick<Blobs, 'get' | 'putIfAbsent'>,
  name: string,
  bytes: Uint8Array,
): Promise<void> => {
  if ((await blobs.putIfAbsent(name, bytes)) === 'stored') return;
  const stored = await blobs.get(name);
  if (stored === undefined || !equalBytes(stored.bytes, bytes)) throw new LogConflict(`${name} is another`);
};
