import { CreateBucketCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { s3Blobs, s3Client, s3Transfers } from '@temkin/aws';
import { systemClock, utf8 } from '@temkin/kernel';
import { createHash, randomUUID } from 'node:crypto';
import { afterAll, expect, it } from 'vitest';
import { blobsContract } from '../../contract/blobs-contract.ts';
import { asked } from '../../contract/transfers-contract.ts';
import { peer } from './peer.ts';

const client = s3Client(peer);
afterAll(() => client.destroy());

/** As the log's own bucket is: with Object Lock, which wants a checksum of every write. */
const bucket = `temkin-${randomUUID()}`;
await client.send(new CreateBucketCommand({ Bucket: bucket, ObjectLockEnabledForBucket: true }));

const blobs = s3Blobs({ client, bucket, prefix: 'log/' });

blobsContract('S3', blobs);

it('every blob comes to S3 with its SHA-256, which S3 keeps', async () => {
  const bytes = utf8('a tile');
  await blobs.putIfAbsent('checked', bytes);
  const head = await client.send(
    new HeadObjectCommand({ Bucket: bucket, Key: 'log/checked', ChecksumMode: 'ENABLED' }),
  );
  expect(head.ChecksumSHA256).toBe(createHash('sha256').update(bytes).digest('base64'));
});

it('takes an upload by a signed address under a free name alone, and gives it back', async () => {
  const door = s3Transfers({ client, bucket, endpoint: peer.endpoint, clock: systemClock });
  const [name, bytes] = [`uploads/${randomUUID()}`, utf8('a part of an import')];
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const upload = await door.upload({ name, bytes: bytes.length, sha256 }, 15);
  expect((await fetch(asked(upload, { body: bytes }))).status).toBe(200);
  expect((await fetch(asked(upload, { body: bytes }))).status).toBe(412);
  const answer = await fetch(asked(await door.download(name, 15)));
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes);
});
