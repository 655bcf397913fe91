import { s3Client, s3Transfers } from '@temkin/aws';
import { systemRandom, utf8 } from '@temkin/kernel';
import type { TransferDoor } from '@temkin/subscriber/domain';
import { describe, expect, it } from 'vitest';
import { localTransfers } from '../../packages/runtimes/local/src/transfers/local-transfers.ts';
import { memoryBlobs } from '../support/memory-blobs.ts';
import { presignatureOf, presignedS3 } from '../support/presigned-s3.ts';
import { sha256 } from '../support/sha256.ts';
import { asked, transfersContract } from './transfers-contract.ts';

const NOW = Date.parse('2026-11-23T08:00:00.250+07:00');

/** The credentials of AWS's documentation. */
const SIGNATORY = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};

const overS3 = () => {
  const time = { now: NOW };
  const client = s3Client({ region: 'ap-southeast-1', credentials: SIGNATORY });
  const door: TransferDoor = s3Transfers({ client, bucket: 'registry', clock: { now: () => time.now } });
  return { time, door, send: presignedS3(SIGNATORY, { now: () => time.now }) };
};

const overServer = () => {
  const time = { now: NOW };
  const blobs = memoryBlobs();
  const door = localTransfers({
    origin: 'http://127.0.0.1:8787',
    blobs,
    clock: { now: () => time.now },
    random: systemRandom,
  });
  const send = async (request: Request): Promise<Response> =>
    (await door.fetch(request)) ?? new Response(null, { status: 599 });
  return { time, door, send, blobs };
};

transfersContract('S3', overS3());
transfersContract('a route of the server', overServer());

const hashOf = (bytes: Uint8Array): string => Buffer.from(sha256(bytes)).toString('hex');

describe('addresses that S3 is asked by', () => {
  it('are judged here as AWS’s own example is signed', () => {
    const url =
      'https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256' +
      '&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request' +
      '&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host';
    expect(presignatureOf(new Request(url), SIGNATORY)).toBe(
      'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
    );
  });

  it('bind an upload to its length, its hash and a free name, and cannot be made without', async () => {
    const { door, send } = overS3();
    const upload = await door.upload({ name: 'uploads/a', bytes: 1, sha256: hashOf(utf8('1')) }, 15);
    expect(new URL(upload.url).searchParams.get('X-Amz-SignedHeaders')).toBe(
      'content-length;host;if-none-match;x-amz-checksum-sha256',
    );
    expect(Object.keys(upload.headers).toSorted()).toEqual(['if-none-match', 'x-amz-checksum-sha256']);
    for (const header of Object.keys(upload.headers)) {
      const { [header]: _, ...headers } = upload.headers;
      expect((await send(asked({ ...upload, headers }, { body: utf8('1') }))).status, header).toBe(403);
    }
  });

  it('lead to the bucket’s host, or to the bucket below an endpoint', async () => {
    const client = s3Client({ region: 'ap-southeast-1', credentials: SIGNATORY });
    const clock = { now: () => NOW };
    const { door } = overS3();
    expect(new URL((await door.download('exports/a', 1)).url).host).toBe(
      'registry.s3.ap-southeast-1.amazonaws.com',
    );
    const elsewhere = s3Transfers({ client, bucket: 'registry', endpoint: 'http://127.0.0.1:9000', clock });
    const { origin, pathname } = new URL((await elsewhere.download('exports/a', 1)).url);
    expect(origin + pathname).toBe('http://127.0.0.1:9000/registry/exports/a');
  });

  it('carry the token of credentials that run out', async () => {
    const credentials = { ...SIGNATORY, sessionToken: 'a+token/of=session' };
    const client = s3Client({ region: 'ap-southeast-1', credentials });
    const clock = { now: () => NOW };
    const { url } = await s3Transfers({ client, bucket: 'registry', clock }).download('exports/a', 1);
    expect(new URL(url).searchParams.get('X-Amz-Security-Token')).toBe('a+token/of=session');
    expect(presignatureOf(new Request(url), SIGNATORY)).toBe(
      new URL(url).searchParams.get('X-Amz-Signature'),
    );
  });
});

describe('addresses of the server itself', () => {
  it('leave all others to whoever answers them', async () => {
    const { door } = overServer();
    expect(await door.fetch(new Request('http://127.0.0.1:8787/v1/parcels'))).toBeUndefined();
  });

  it('are of no use to another server, nor to this one when it was started again', async () => {
    const [one, other] = [overServer(), overServer()];
    await one.blobs.putIfAbsent('exports/a', utf8('1'));
    await other.blobs.putIfAbsent('exports/a', utf8('1'));
    const download = await one.door.download('exports/a', 15);
    expect((await one.send(asked(download))).status).toBe(200);
    expect((await other.send(asked(download))).status).toBe(403);
  });

  it('read no further byte of a body once it is too long', async () => {
    const { door, send } = overServer();
    const upload = await door.upload({ name: 'uploads/a', bytes: 3, sha256: hashOf(utf8('123')) }, 15);
    let parts = 0;
    const endless = new ReadableStream({
      pull: (controller) => {
        parts += 1;
        controller.enqueue(utf8('12'));
      },
    });
    const request = new Request(
      upload.url,
      Object.assign({ method: 'PUT', body: endless }, { duplex: 'half' }),
    );
    expect((await send(request)).status).toBe(400);
    expect(parts).toBeLessThan(5);
  });
});
