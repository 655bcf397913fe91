import type { Recorder } from '@temkin/audit-event';
import { Refusal, type Caller, type Receipt } from '@temkin/kernel';
import {
  formatProof,
  leafHash,
  nodesInTiles,
  proveInclusion,
  verifyInclusion,
  type Sha256,
} from '@temkin/tlog';
import type { EventSource } from '../domain/index.ts';
import { LogConflict, type LogFiles } from '../store/log-files.ts';
import { recordReading } from './record-reading.ts';
import { storedCheckpoint } from './stored-checkpoint.ts';

/** A sequencer that is rung for takes seconds. */
const MERGED_IN_SECONDS = 10;

const notMerged = (): Refusal => new Refusal('AUDIT.NOT_MERGED', { retryAfterSeconds: MERGED_IN_SECONDS });

/**
 * That an event of the caller's tenant stands in the log: its place, the hashes from it up to the root, and the newest
 * checkpoint as it is, signatures and all (c2sp.org/tlog-proof). It is verified before it leaves, and answered once that is on
 * record. Refuses `AUDIT.EVENT_UNKNOWN`, and `AUDIT.NOT_MERGED` for one that no checkpoint speaks of yet; throws
 * `LogConflict` where the log's own files do not prove it.
 */
export const proveEvent =
  (dependencies: {
    readonly recorder: Recorder;
    readonly events: Pick<EventSource, 'byId'>;
    readonly files: Pick<LogFiles, 'newest' | 'tile'>;
    readonly sha256: Sha256;
  }) =>
  async (caller: Caller, eventId: string): Promise<{ readonly proof: string; readonly receipt: Receipt }> => {
    const { recorder, events, files, sha256 } = dependencies;
    const { tenant } = caller.principal;
    const found = await events.byId(tenant, eventId);
    if (found === undefined) throw new Refusal('AUDIT.EVENT_UNKNOWN');
    const { entry, place } = found;
    if (place === undefined) throw notMerged();
    const { year, index } = place;
    const log = { tenant, year };
    const newest = await files.newest(log);
    if (newest === undefined) throw notMerged();
    const { size, root } = storedCheckpoint(newest);
    if (index >= size) throw notMerged();

    const receipt = await recordReading(recorder, caller, {
      action: 'audit.prove',
      outcome: 'allowed',
      resources: [{ type: 'event', pseudonym: eventId }],
    });
    const readNodes = nodesInTiles(sha256, size, (tile) => files.tile(log, tile));
    const proof = await proveInclusion(sha256, { index, size }, readNodes);
    const leaf = await leafHash(sha256, entry);
    if (!(await verifyInclusion(sha256, { leaf, index, size, root, proof })))
      throw new LogConflict(`the tiles of ${size} entries are others than were signed`);
    return {
      proof: formatProof({ index, proof, checkpoint: new TextDecoder().decode(newest) }),
      receipt,
    };
  };
