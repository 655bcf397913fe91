import { open, seal } from '@temkin/crypto';
import { concatBytes, utf8, type RandomBytes } from '@temkin/kernel';
import type { Blobs } from '@temkin/storage';
import type { GroupFact, JunkHit } from '../domain/index.ts';
import type { SweepName, SweepKeyUse } from './sweeps.ts';

/** A blob of a sweep: of a bucket what a segment has for it, or what a part found. */
export interface SweepBlob {
  readonly of: SweepKeyUse;
  /** `0007/a3` of facts of segment a3 for bucket 7; `segment-a3`, `bucket-0007` of hits. */
  readonly path: string;
  /** Who wrote it: parts of a sweep that were swept by several are of one of them. */
  readonly run: string;
  /** Which of several of the run: `document-of-many-0003` of hits. */
  readonly piece?: string;
}

/** What a blob of a use has. */
interface Contents {
  readonly facts: GroupFact;
  readonly hits: JunkHit;
}

const NONCE_BYTES = 24;

/** Deletions under way at a time: S3 takes thousands a second below a prefix. */
const DELETED_AT_ONCE = 16;

const prefixOf = (tenant: string): string => `sweeps/${tenant}/`;

const nameOf = ({ tenant, sweepId }: SweepName, { of, path, run, piece }: SweepBlob): string =>
  `${prefixOf(tenant)}${sweepId}/${of}/${path}.${run}${piece === undefined ? '' : `/${piece}`}`;

/**
 * What the steps of a sweep hand on and find, in the bucket of the registry: a nonce, then JSON sealed under a key of the sweep and bound
 * to its name.
 */
export const sweepBlobs = ({ blobs, random }: { readonly blobs: Blobs; readonly random: RandomBytes }) => ({
  /** Durable once answered. */
  put: async <Use extends SweepKeyUse>(
    name: SweepName,
    blob: SweepBlob & { readonly of: Use },
    key: Uint8Array,
    contents: readonly Contents[Use][],
  ): Promise<void> => {
    const at = nameOf(name, blob);
    const { nonce, ciphertext } = seal(key, utf8(JSON.stringify(contents)), at, random);
    if ((await blobs.putIfAbsent(at, concatBytes(nonce, ciphertext))) === 'exists')
      throw new Error('two runs of a sweep have one name');
  },

  /** `gone`, or `unreadable` where it does not open: then somebody wrote past the system. */
  get: async <Use extends SweepKeyUse>(
    name: SweepName,
    blob: SweepBlob & { readonly of: Use },
    key: Uint8Array,
  ): Promise<readonly Contents[Use][] | 'gone' | 'unreadable'> => {
    const at = nameOf(name, blob);
    const stored = await blobs.get(at);
    if (stored === undefined) return 'gone';
    const [nonce, ciphertext] = [stored.bytes.subarray(0, NONCE_BYTES), stored.bytes.subarray(NONCE_BYTES)];
    const text = open(key, { nonce, ciphertext }, at);
    if (text === undefined) return 'unreadable';
    return JSON.parse(new TextDecoder().decode(text)) as readonly Contents[Use][];
  },

  delete: (name: SweepName, blob: SweepBlob): Promise<void> => blobs.delete(nameOf(name, blob)),

  /**
   * Deletes the blobs of one use, several at a time: of facts those of one bucket where it is named, of hits all but the pieces of runs that are
   * kept. Answers whether all are gone; false where time was over before. Said again, it goes on with what is left.
   */
  deleteAll: async (
    sweep: SweepName,
    of: SweepKeyUse,
    {
      bucket,
      kept = [],
      isOver = () => false,
    }: {
      readonly bucket?: string;
      readonly kept?: readonly Omit<SweepBlob, 'of' | 'piece'>[];
      readonly isOver?: () => boolean;
    } = {},
  ): Promise<boolean> => {
    const runs = new Set(kept.map((run) => nameOf(sweep, { of, ...run })));
    const below = bucket === undefined ? '' : `${bucket}/`;
    const found: string[] = [];
    const deleteFound = async (): Promise<void> => {
      const ended = await Promise.allSettled(found.splice(0).map((name) => blobs.delete(name)));
      for (const end of ended) if (end.status === 'rejected') throw end.reason;
    };
    for await (const name of blobs.names(`${prefixOf(sweep.tenant)}${sweep.sweepId}/${of}/${below}`)) {
      if (runs.has(name.slice(0, name.lastIndexOf('/')))) continue;
      if (isOver()) return false;
      if (found.push(name) === DELETED_AT_ONCE) await deleteFound();
    }
    await deleteFound();
    return true;
  },
});

export type SweepBlobs = ReturnType<typeof sweepBlobs>;
