import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock, RandomBytes } from '@temkin/kernel';
import { checkBlobName, isBlobName, type Blobs } from '@temkin/storage';
import type { SignedRequest, TransferDoor } from '@temkin/subscriber/domain';
import { readExactly } from './read-exactly.ts';

export interface LocalTransfersOptions {
  /** Where the server listens: `http://127.0.0.1:8787`. */
  readonly origin: string;
  readonly blobs: Blobs;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

/** The door, and what answers whoever comes to it: undefined for an address that is another's. */
export interface LocalTransfers extends TransferDoor {
  readonly fetch: (request: Request) => Promise<Response | undefined>;
}

/** Everything that an address is signed for. Of a download there are no bytes and no hash. */
interface Terms {
  readonly method: 'PUT' | 'GET';
  readonly name: string;
  readonly endsAt: number;
  readonly bytes: number;
  readonly sha256: string;
}

const PATH = '/transfers/';
const KEY_BYTES = 32;
const SHA256 = /^[0-9a-f]{64}$/;

const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

const answer = (status: number, body: Uint8Array<ArrayBuffer> | null = null, headers = {}): Response =>
  new Response(body, { status, headers: { ...HEADERS, ...headers } });

/**
 * The door of a server that has no blob store beside it: a route of its own, under addresses with an HMAC over all that they
 * allow. The key is this process's, so an address dies with it; it would live for minutes anyway. No token is asked for or read.
 */
export const localTransfers = ({ origin, blobs, clock, random }: LocalTransfersOptions): LocalTransfers => {
  const key = random(KEY_BYTES);

  const signatureOf = ({ method, name, endsAt, bytes, sha256 }: Terms): Buffer =>
    createHmac('sha256', key)
      .update(JSON.stringify([method, name, endsAt, bytes, sha256]))
      .digest();

  const signed = (terms: Terms): SignedRequest => {
    const { method, name, endsAt, bytes, sha256 } = terms;
    const url = new URL(PATH + checkBlobName(name), origin);
    url.search = String(
      new URLSearchParams({
        ends: String(endsAt),
        ...(method === 'PUT' && { bytes: String(bytes), sha256 }),
        signature: signatureOf(terms).toString('hex'),
      }),
    );
    return { method, url: url.href, headers: {}, endsAt };
  };

  /** What the address of a request allows; undefined where nobody signed it so. */
  const termsOf = ({ method, url }: Request): Terms | undefined => {
    const { pathname, searchParams: said } = new URL(url);
    const name = pathname.slice(PATH.length);
    if ((method !== 'PUT' && method !== 'GET') || !isBlobName(name)) return undefined;
    const terms: Terms = {
      method,
      name,
      endsAt: Number(said.get('ends')),
      bytes: Number(said.get('bytes') ?? 0),
      sha256: said.get('sha256') ?? '',
    };
    const [is, should] = [Buffer.from(said.get('signature') ?? '', 'hex'), signatureOf(terms)];
    return is.length === should.length && timingSafeEqual(is, should) ? terms : undefined;
  };

  const take = async ({ name, bytes, sha256 }: Terms, body: Request['body']): Promise<Response> => {
    const read = await readExactly(body, bytes);
    if (read === undefined || createHash('sha256').update(read).digest('hex') !== sha256) return answer(400);
    return answer((await blobs.putIfAbsent(name, read)) === 'stored' ? 200 : 412);
  };

  const give = async ({ name }: Terms): Promise<Response> => {
    const blob = await blobs.get(name);
    if (blob === undefined) return answer(404);
    return answer(200, Uint8Array.from(blob.bytes), {
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment',
    });
  };

  return {
    upload: async ({ name, bytes, sha256 }, minutes) => {
      if (!Number.isSafeInteger(bytes) || bytes < 1 || !SHA256.test(sha256))
        throw new RangeError('an upload has bytes and a hash');
      return signed({ method: 'PUT', name, endsAt: clock.now() + minutes * 60_000, bytes, sha256 });
    },

    download: async (name, minutes) =>
      signed({ method: 'GET', name, endsAt: clock.now() + minutes * 60_000, bytes: 0, sha256: '' }),

    fetch: async (request) => {
      if (!new URL(request.url).pathname.startsWith(PATH)) return undefined;
      const terms = termsOf(request);
      if (terms === undefined || clock.now() >= terms.endsAt) return answer(403);
      return terms.method === 'PUT' ? take(terms, request.body) : give(terms);
    },
  };
};
