import { PutObjectCommand } from '@aws-sdk/client-s3';
import { s3Blobs, type S3BlobsOptions } from '@temkin/aws';
import { expect, it } from 'vitest';
import { eTagOf, performOn } from '../support/map-s3.ts';

const UNTIL = new Date('2031-11-22T00:00:00Z');

it('locks what is put for the first time under the names that are to stay, and nothing else', async () => {
  const [objects, puts] = [new Map<string, Uint8Array>(), [] as PutObjectCommand['input'][]];
  const send = async (command: unknown) => {
    if (command instanceof PutObjectCommand) puts.push(command.input);
    return performOn(objects, command);
  };
  const blobs = s3Blobs({
    client: { send } as unknown as S3BlobsOptions['client'],
    bucket: 'bucket',
    lockedUntil: (name) => (name.startsWith('stays') ? UNTIL : undefined),
  });
  const bytes = new Uint8Array([1]);
  await blobs.putIfAbsent('stays/1', bytes);
  await blobs.putIfAbsent('goes/1', bytes);
  await blobs.putIfMatch('stays/1', new Uint8Array([2]), eTagOf(bytes));
  expect(
    puts.map(({ Key, ObjectLockMode, ObjectLockRetainUntilDate: until }) => [Key, ObjectLockMode, until]),
  ).toEqual([
    ['stays/1', 'COMPLIANCE', UNTIL],
    ['goes/1', undefined, undefined],
    ['stays/1', undefined, undefined],
  ]);
});
