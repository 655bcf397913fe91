/** A blob and the version that a conditional write names. */
export interface StoredBlob {
  readonly bytes: Uint8Array;
  /** Opaque; another one wherever the bytes are others. */
  readonly version: string;
}

/**
 * The blob port: what S3, an S3-compatible store and a directory all give. Every method refuses a name that is none with
 * `RangeError`, and throws `StoreUnavailable` where nothing was written and `OutcomeUnknown` where a write may have been
 * applied.
 */
export interface Blobs {
  get(name: string): Promise<StoredBlob | undefined>;
  /** Stores unless a blob of that name exists. Durable once answered; `stored` also where an unanswered attempt of this very call did it. */
  putIfAbsent(name: string, bytes: Uint8Array): Promise<'stored' | 'exists'>;
  /** Replaces the blob of that version; `changed` where it is another by now, or gone. Durable once answered. */
  putIfMatch(name: string, bytes: Uint8Array, version: string): Promise<'stored' | 'changed'>;
  /** Names that begin with this, in order of their bytes. Refuses what no name can begin with. */
  names(prefix: string): AsyncIterable<string>;
  /** Deleting what is not there is no fault. */
  delete(name: string): Promise<void>;
}

/** Fewer than the 255 bytes of a file's name, so that a directory can add to it. */
const SEGMENT = /^[A-Za-z0-9._-]{1,200}$/;

/** Characters of a name, at most: S3 takes keys of 1,024 bytes, with whatever stands before the name. */
const NAME_LENGTH = 500;

/**
 * Whether this names a blob: segments of 1 to 200 of `[A-Za-z0-9._-]`, parted by `/`, 500 characters at most. No segment is
 * `.` or `..`, so no name leads out of where it is kept.
 */
export const isBlobName = (name: string): boolean =>
  name.length <= NAME_LENGTH &&
  name.split('/').every((segment) => SEGMENT.test(segment) && segment !== '.' && segment !== '..');

/** The name of a blob as it is; `RangeError` where it is none. */
export const checkBlobName = (name: string): string => {
  if (!isBlobName(name)) throw new RangeError('this is no name of a blob');
  return name;
};

/** What the names of blobs may begin with, as it is; `RangeError` where none can. */
export const checkBlobPrefix = (prefix: string): string => {
  checkBlobName(`${prefix}0`);
  return prefix;
};
