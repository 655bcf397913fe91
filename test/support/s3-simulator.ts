import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Statement } from '../../cdk/policies.ts';
import { loopbackServer, type LoopbackServer } from './loopback-server.ts';
import { eTagOf, performOn, s3Error } from './map-s3.ts';

/** What is in a bucket. */
export interface Bucket {
  readonly objects: Map<string, Uint8Array>;
  /** Until when nobody can delete them, as it was asked for. */
  readonly locks: Map<string, string>;
}

/** A bucket on a loopback port, behind what a function's policy allows. */
export interface S3Simulator extends LoopbackServer {
  /** Rights that were made use of, as `action object`. */
  readonly used: ReadonlySet<string>;
  /** Rights that were wanted and not granted, as `action object`. */
  readonly denied: ReadonlySet<string>;
}

interface Request {
  readonly method: string;
  /** Empty where the request is about the bucket. */
  readonly key: string;
  readonly bucketArn: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

const isAllowed = (statements: readonly Statement[], action: string, arn: string): boolean =>
  statements.some(
    ({ Action, Resource }) =>
      Action.includes(action) &&
      Resource.some((pattern) => new RegExp(`^${pattern.split('*').join('.*')}$`).test(arn)),
  );

/**
 * What S3 checks of a request (Service Authorization Reference), and before it says that an object is not there (Amazon S3,
 * GetObject, "Permissions").
 */
const needsOf = ({ method, key, headers }: Request, isThere: boolean): readonly string[] => {
  if (key === '') return ['s3:ListBucket'];
  if (method === 'DELETE') return ['s3:DeleteObject'];
  if (method === 'GET') return ['s3:GetObject', ...(isThere ? [] : ['s3:ListBucket'])];
  const locks = headers['x-amz-object-lock-mode'] !== undefined;
  return ['s3:PutObject', ...(locks ? ['s3:PutObjectRetention'] : [])];
};

const commandOf = ({ method, key, query, headers, body }: Request): object => {
  const object = { Bucket: 'bucket', Key: key };
  if (key === '') {
    const [Prefix, ContinuationToken] = [query.get('prefix'), query.get('continuation-token')];
    return new ListObjectsV2Command({
      Bucket: 'bucket',
      ...(Prefix !== null && { Prefix }),
      ...(ContinuationToken !== null && { ContinuationToken }),
    });
  }
  if (method === 'DELETE') return new DeleteObjectCommand(object);
  if (method === 'GET') return new GetObjectCommand(object);
  const [IfNoneMatch, IfMatch] = [headers['if-none-match'], headers['if-match']];
  return new PutObjectCommand({
    ...object,
    Body: body,
    ...(IfNoneMatch !== undefined && { IfNoneMatch }),
    ...(IfMatch !== undefined && { IfMatch }),
  });
};

/**
 * Starts the simulator, with buckets by their names. It takes every signature for good; a condition of a statement is none of its
 * matters.
 */
export const s3Simulator = async (
  buckets: Readonly<Record<string, Bucket>>,
  statements: readonly Statement[],
): Promise<S3Simulator> => {
  const [used, denied] = [new Set<string>(), new Set<string>()];

  const perform = (request: Request, { objects, locks }: Bucket): object => {
    for (const action of needsOf(request, objects.has(request.key))) {
      const arn = action === 's3:ListBucket' ? request.bucketArn : `${request.bucketArn}/${request.key}`;
      used.add(`${action} ${arn}`);
      if (isAllowed(statements, action, arn)) continue;
      denied.add(`${action} ${arn}`);
      throw s3Error(403, 'AccessDenied');
    }
    const answer = performOn(objects, commandOf(request));
    const until = request.headers['x-amz-object-lock-retain-until-date'];
    if (until !== undefined) locks.set(request.key, until);
    return answer;
  };

  const answer = (response: ServerResponse, request: Request, bucket: Bucket): void => {
    const found = perform(request, bucket);
    const stored = bucket.objects.get(request.key);
    if (request.method === 'GET' && stored !== undefined)
      return void response.writeHead(200, { etag: eTagOf(stored) }).end(stored);
    if (request.method !== 'GET') return void response.writeHead(request.method === 'PUT' ? 200 : 204).end();
    const { Contents = [] } = found as { readonly Contents?: readonly { readonly Key: string }[] };
    const listed = Contents.map(({ Key }) => `<Contents><Key>${Key}</Key></Contents>`).join('');
    response.end(`<ListBucketResult><IsTruncated>false</IsTruncated>${listed}</ListBucketResult>`);
  };

  const serve = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams: query } = new URL(message.url ?? '/', 'http://s3.example');
    const [, bucket = '', ...rest] = pathname.split('/');
    const key = rest.map(decodeURIComponent).join('/');
    const request: Request = {
      method: message.method ?? '',
      key,
      bucketArn: `arn:aws:s3:::${bucket}`,
      query,
      headers: message.headers as Request['headers'],
      body: await buffer(message),
    };
    try {
      const named = buckets[bucket];
      if (named === undefined) throw s3Error(404, 'NoSuchBucket');
      answer(response, request, named);
    } catch (error) {
      if (!(error instanceof S3ServiceException)) throw error;
      const status = error.$metadata.httpStatusCode ?? 500;
      response.writeHead(status).end(`<Error><Code>${error.name}</Code></Error>`);
    }
  };

  return { ...(await loopbackServer(serve)), used, denied };
};
