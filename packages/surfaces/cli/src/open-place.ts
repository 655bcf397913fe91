import { s3Blobs, s3Client } from '@temkin/aws';
import { blobDrafts, fileBlobs } from '@temkin/local/backup';
import { stat } from 'node:fs/promises';
import { refuseWithoutSignature } from './can-sign.ts';
import { UsageError, type Surroundings } from './command.ts';

/** Milliseconds that a chunk may take on a slow line, and after which it is given up. */
const S3_PATIENCE = { attemptTimeoutMilliseconds: 5_000, giveUpAfterMilliseconds: 60_000 };

/**
 * Bucket and prefix of `s3://bucket/prefix`; undefined for a place that is no such address. The prefix ends with a slash
 * where there is one. Throws `UsageError` where it is meant to be one and is none.
 */
export const s3Place = (place: string): { readonly bucket: string; readonly prefix: string } | undefined => {
  if (!place.startsWith('s3:')) return undefined;
  const [, bucket, path = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(place) ?? [];
  if (bucket === undefined) throw new UsageError('an S3 place is written s3://bucket or s3://bucket/prefix');
  const prefix = path.replace(/\/+$/, '');
  return { bucket, prefix: prefix === '' ? '' : `${prefix}/` };
};

const isDirectory = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

/** Opens a place for backups, or of logs: in S3, in the environment's own region and account, or a directory. */
export const openPlace: Surroundings['openPlace'] = async (place, use) => {
  const s3 = s3Place(place);
  if (s3 !== undefined) {
    const client = s3Client();
    await refuseWithoutSignature(client);
    return s3Blobs({ client, ...s3, ...S3_PATIENCE });
  }
  if (use === 'read' && !(await isDirectory(place)))
    throw new Error(`There is no directory ${place}. Is the disk mounted that it is on?`);
  return { ...fileBlobs(place), drafts: blobDrafts(place) };
};
