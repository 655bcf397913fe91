import { s3Blobs, type S3BlobsOptions } from '@temkin/aws';
import type { Blobs } from '@temkin/storage';
import { performOn } from '../../../support/map-s3.ts';

/** What was asked of a bucket so far, and what it holds. */
export interface BucketUse {
  /** Requests that S3 bills as PUT, COPY, POST or LIST. */
  readonly writes: number;
  /** Requests that it bills as GET. Nothing is billed for a DELETE. */
  readonly reads: number;
  readonly bytesPut: number;
  readonly bytesHeld: number;
}

/** A bucket, and an account of what was asked of it. */
export interface CountedBucket {
  readonly blobs: Blobs;
  readonly use: () => BucketUse;
}

type Command = object & { readonly input?: { readonly Body?: Uint8Array } };

/** A bucket in memory, by the requests that S3 would have of us, and an account of them. */
export const countedBucket = (): CountedBucket => {
  const objects = new Map<string, Uint8Array>();
  let [writes, reads, bytesPut] = [0, 0, 0];
  const send = async (command: Command): Promise<object> => {
    const { name } = command.constructor;
    if (name === 'GetObjectCommand') reads += 1;
    else if (name !== 'DeleteObjectCommand') writes += 1;
    bytesPut += command.input?.Body?.length ?? 0;
    return performOn(objects, command);
  };
  return {
    blobs: s3Blobs({ client: { send } as unknown as S3BlobsOptions['client'], bucket: 'logs' }),
    use: () => ({
      writes,
      reads,
      bytesPut,
      bytesHeld: [...objects.values()].reduce((sum, { length }) => sum + length, 0),
    }),
  };
};
