import { inFlight } from '@temkin/kernel';
import type { Blobs } from '@temkin/storage';
import type { PartsOf } from '../domain/index.ts';

/** The import or export that parts are of. */
export interface PartsName {
  readonly of: PartsOf;
  readonly tenant: string;
  readonly id: string;
}

const FOLDERS = { import: 'uploads', export: 'exports' } as const satisfies Record<PartsOf, string>;

const prefixOf = ({ of, tenant, id }: PartsName): string => `${FOLDERS[of]}/${tenant}/${id}/`;

/** What a part is called: by its hash too, so that one that was sealed anew does not meet the one before. */
export const partBlobName = (name: PartsName, part: number, sha256: string): string =>
  `${prefixOf(name)}${String(part).padStart(6, '0')}-${sha256}`;

/** Blobs that are deleted at a time: whoever cancels does not wait for a hundred thousand. */
const DELETED_BLOBS = 1_000;

const IN_FLIGHT = 8;

/** Sealed parts in the bucket of the registry. */
export const partBlobs = (blobs: Blobs) => ({
  get: async (name: PartsName, part: number, sha256: string): Promise<Uint8Array | undefined> =>
    (await blobs.get(partBlobName(name, part, sha256)))?.bytes,

  /** Durable once answered; one that is there already is left. */
  put: async (name: PartsName, part: number, sha256: string, bytes: Uint8Array): Promise<void> => {
    await blobs.putIfAbsent(partBlobName(name, part, sha256), bytes);
  },

  /** The names of all that there are. */
  names: async (name: PartsName): Promise<ReadonlySet<string>> => {
    const found = new Set<string>();
    for await (const one of blobs.names(prefixOf(name))) found.add(one);
    return found;
  },

  delete: (name: PartsName, part: number, sha256: string): Promise<void> =>
    blobs.delete(partBlobName(name, part, sha256)),

  /** Deletes up to so many of all that there are, and answers whether none is left. */
  deleteSome: async (name: PartsName, limit = DELETED_BLOBS): Promise<boolean> => {
    const found: string[] = [];
    for await (const one of blobs.names(prefixOf(name))) {
      if (found.length === limit) break;
      found.push(one);
    }
    await inFlight(IN_FLIGHT, found, (one) => blobs.delete(one));
    return found.length < limit;
  },
});

export type PartBlobs = ReturnType<typeof partBlobs>;
