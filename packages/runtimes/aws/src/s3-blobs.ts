import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { OutcomeUnknown } from '@temkin/kernel';
import {
  type Blobs,
  type StoredBlob,
  checkBlobName,
  checkBlobPrefix,
  isBlobName,
  persistently,
} from '@temkin/storage';
import { setTimeout } from 'node:timers/promises';
import { failureOf, isMissing, isUnmet } from './s3-failure.ts';

export interface S3BlobsOptions {
  /** Made by `s3Client`: it must not retry by itself. */
  readonly client: S3Client;
  readonly bucket: string;
  /** Stands before every name, such as `log/`. */
  readonly prefix?: string;
  /** Until when nobody can delete what is put under a name for the first time (Object Lock, compliance mode); for none where absent. */
  readonly lockedUntil?: (name: string) => Date | undefined;
  /** Milliseconds by a clock that is never set; `performance.now` where absent. Deadlines go by it. */
  readonly monotonicNow?: () => number;
  readonly sleep?: (milliseconds: number) => Promise<void>;
  /** From 0 up to 1: spreads retries in time. */
  readonly random?: () => number;
  /** No attempt begins later than this after the first. */
  readonly giveUpAfterMilliseconds?: number;
  /** An attempt without a complete answer is cut off after this. */
  readonly attemptTimeoutMilliseconds?: number;
}

/** What S3 asks of a write: that there is no object of the name, or that it is still of this version. */
type WriteCondition = { readonly IfNoneMatch: '*' } | { readonly IfMatch: string };

const locked = (until: Date | undefined) =>
  until === undefined ? {} : ({ ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: until } as const);

/** What became of one; `replaced` and `gone` tell what was found where an attempt before may have been applied. */
type Verdict = 'stored' | 'refused' | 'replaced' | 'gone';

const unknownOutcome = (): never => {
  throw new OutcomeUnknown('a write may have been applied, and undone since');
};

/**
 * The blob port over S3 or what speaks its protocol, by its conditional writes. Every call, and every page of `names`,
 * ends within `giveUpAfterMilliseconds` plus `attemptTimeoutMilliseconds` (7.5 s and 2.5 s unless told otherwise). The
 * caller must be allowed to list the bucket, since to all others S3 calls a name that is not there forbidden.
 */
export const s3Blobs = ({
  client,
  bucket,
  prefix: home = '',
  lockedUntil = () => undefined,
  monotonicNow = () => performance.now(),
  sleep = async (milliseconds) => setTimeout(milliseconds),
  random = Math.random,
  giveUpAfterMilliseconds = 7_500,
  attemptTimeoutMilliseconds = 2_500,
}: S3BlobsOptions): Blobs => {
  const attempt = persistently(failureOf, {
    monotonicNow,
    sleep,
    random,
    giveUpAfterMilliseconds,
    attemptTimeoutMilliseconds,
  });

  /** What a request names an object by; to be made before the first attempt, since a wrong name is not worth another. */
  const objectOf = (name: string) => ({ Bucket: bucket, Key: home + checkBlobName(name) });

  const read = async (
    object: ReturnType<typeof objectOf>,
    abortSignal: AbortSignal,
  ): Promise<StoredBlob | undefined> => {
    try {
      const { Body, ETag } = await client.send(new GetObjectCommand(object), { abortSignal });
      if (Body === undefined || ETag === undefined)
        throw new Error('an object came without bytes or version');
      return { bytes: await Body.transformToByteArray(), version: ETag };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  };

  /**
   * One write under a condition. After an attempt that was never answered a condition may fail because of that very
   * attempt: what is stored then tells.
   */
  const put = (
    name: string,
    bytes: Uint8Array,
    condition: WriteCondition,
    lock: ReturnType<typeof locked> = {},
  ): Promise<Verdict> => {
    const object = objectOf(name);
    const request = { ...object, ...condition, ...lock, Body: bytes, ChecksumAlgorithm: 'SHA256' } as const;
    return attempt('write', async (abortSignal, doubtful) => {
      try {
        await client.send(new PutObjectCommand(request), { abortSignal });
        return 'stored';
      } catch (error) {
        if (!isUnmet(error) && !isMissing(error)) throw error;
        if (!doubtful) return 'refused';
        const stored = await read(object, abortSignal);
        if (stored === undefined) return 'gone';
        return Buffer.compare(stored.bytes, bytes) === 0 ? 'stored' : 'replaced';
      }
    });
  };

  return {
    get: async (name) => {
      const object = objectOf(name);
      return attempt('read', (abortSignal) => read(object, abortSignal));
    },

    putIfAbsent: async (name, bytes) => {
      const verdict = await put(name, bytes, { IfNoneMatch: '*' }, locked(lockedUntil(name)));
      if (verdict === 'gone') return unknownOutcome();
      return verdict === 'stored' ? 'stored' : 'exists';
    },

    putIfMatch: async (name, bytes, version) => {
      const verdict = await put(name, bytes, { IfMatch: version });
      if (verdict === 'gone' || verdict === 'replaced') return unknownOutcome();
      return verdict === 'stored' ? 'stored' : 'changed';
    },

    async *names(prefix) {
      const request = { Bucket: bucket, Prefix: home + checkBlobPrefix(prefix) };
      for (let token: string | undefined, more = true; more;) {
        const page = await attempt('read', (abortSignal) =>
          client.send(new ListObjectsV2Command({ ...request, ContinuationToken: token }), { abortSignal }),
        );
        const names = (page.Contents ?? []).map(({ Key = '' }) => Key.slice(home.length));
        yield* names.filter(isBlobName);
        token = page.NextContinuationToken;
        more = token !== undefined;
      }
    },

    delete: async (name) => {
      const object = objectOf(name);
      await attempt('write', (abortSignal) => client.send(new DeleteObjectCommand(object), { abortSignal }));
    },
  };
};
