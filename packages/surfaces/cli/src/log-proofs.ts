import type { ReadLogFile } from '@temkin/audit/domain';
import { loggedEvent } from '@temkin/audit';
import { formatProof, nodesInTiles, proveInclusion, tilePath } from '@temkin/tlog';
import { sha256 } from './verifier-keys.ts';

/** An entry that is to be proved. */
export interface ProvedEntry {
  readonly eventId: string;
  readonly index: number;
  readonly entry: Uint8Array;
}

/** Looks for events among entries that are read one after the other. */
export const entriesOf = (eventIds: readonly string[]) => {
  const wanted = new Set(eventIds);
  const found: ProvedEntry[] = [];
  return {
    look: (first: number, entries: readonly Uint8Array[]): void => {
      if (wanted.size === 0) return;
      for (const [at, entry] of entries.entries()) {
        const eventId = loggedEvent(entry)?.eventId;
        if (eventId !== undefined && wanted.delete(eventId))
          found.push({ eventId, index: first + at, entry });
      }
    },
    found: (): readonly ProvedEntry[] => found,
    missing: (): readonly string[] => [...wanted],
  };
};

/** The proof that an entry stands in a log (c2sp.org/tlog-proof), of the tiles of the log and its checkpoint. */
export const proofOf = async (
  {
    read,
    size,
    checkpoint,
  }: { readonly read: ReadLogFile; readonly size: number; readonly checkpoint: string },
  index: number,
): Promise<string> => {
  const readNodes = nodesInTiles(sha256, size, async (tile) => {
    const bytes = await read(tilePath(tile));
    if (bytes === undefined) throw new Error(`The log lacks ${tilePath(tile)}.`);
    return bytes;
  });
  const proof = await proveInclusion(sha256, { index, size }, readNodes);
  return formatProof({ index, proof, checkpoint });
};
