import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { S3BlobsOptions } from '@temkin/aws';
import { createHash } from 'node:crypto';

/** The most keys of one page (S3). */
const PAGE = 1_000;

/** The error that S3 answers with a status and under a name. */
export const s3Error = (status: number, name: string): Error =>
  new S3ServiceException({
    name,
    message: 'told to',
    $fault: status < 500 ? 'client' : 'server',
    $metadata: { httpStatusCode: status },
  });

/** The version that S3 gives an object of these bytes. */
export const eTagOf = (bytes: Uint8Array): string => `"${createHash('md5').update(bytes).digest('hex')}"`;

/** What S3 would do with a command, on a map of objects; a command is performed whole before the next one. */
export const performOn = (objects: Map<string, Uint8Array>, command: unknown): object => {
  if (command instanceof PutObjectCommand) {
    const { Key = '', IfNoneMatch, IfMatch, Body } = command.input;
    const stored = objects.get(Key);
    if (IfMatch !== undefined && stored === undefined) throw s3Error(404, 'NoSuchKey');
    if (stored !== undefined && (IfNoneMatch === '*' || (IfMatch ?? eTagOf(stored)) !== eTagOf(stored)))
      throw s3Error(412, 'PreconditionFailed');
    objects.set(Key, Uint8Array.from(Body as Uint8Array));
    return {};
  }
  if (command instanceof GetObjectCommand) {
    const bytes = objects.get(command.input.Key ?? '');
    if (bytes === undefined) throw s3Error(404, 'NoSuchKey');
    return { ETag: eTagOf(bytes), Body: { transformToByteArray: async () => bytes.slice() } };
  }
  if (command instanceof ListObjectsV2Command) {
    const { Prefix = '', ContinuationToken: after = '' } = command.input;
    const keys = [...objects.keys()].filter((key) => key.startsWith(Prefix) && key > after).toSorted();
    const page = keys.slice(0, PAGE);
    return {
      Contents: page.map((Key) => ({ Key })),
      ...(keys.length > PAGE && { NextContinuationToken: page.at(-1) }),
    };
  }
  if (!(command instanceof DeleteObjectCommand)) throw new Error('no such command');
  objects.delete(command.input.Key ?? '');
  return {};
};

/** A client of a bucket that is a map, for what is said between the blobs and the SDK; the wire is the peers' matter. */
export const mapS3 = (objects = new Map<string, Uint8Array>()): S3BlobsOptions['client'] =>
  ({ send: async (command: unknown) => performOn(objects, command) }) as unknown as S3BlobsOptions['client'];
