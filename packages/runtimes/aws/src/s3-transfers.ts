import type { S3Client } from '@aws-sdk/client-s3';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Clock } from '@temkin/kernel';
import { checkBlobName } from '@temkin/storage';

export interface S3TransfersOptions {
  /** Made by `s3Client`. Whoever signs must have the right that the address lends. */
  readonly client: S3Client;
  readonly bucket: string;
  /** Where other stores than S3 listen, which seldom have a host name for each bucket; the bucket's own host where absent. */
  readonly endpoint?: string;
  readonly clock: Clock;
}

const SHA256 = /^[0-9a-f]{64}$/;

/** Must come as they are signed: a header that moved into the address would bind nobody to anything. */
const SENT = new Set(['x-amz-checksum-sha256']);

/** A browser that follows the address saves what it gets, and runs nothing of it. */
const TO_BE_SAVED = {
  'response-content-disposition': 'attachment',
  'response-content-type': 'application/octet-stream',
} as const;

/**
 * Addresses of single objects in S3, signed as a query (Amazon S3, "Authenticating Requests: Using Query Parameters"). Of an upload
 * its length, its SHA-256, which S3 compares, and the condition that there is no such object are signed with it.
 */
export const s3Transfers = ({ client, bucket, endpoint, clock }: S3TransfersOptions) => {
  const { credentials, region, sha256: sha256Of } = client.config;
  const signer = new SignatureV4({
    service: 's3',
    region,
    credentials,
    sha256: sha256Of,
    uriEscapePath: false,
    applyChecksum: false,
  });

  const placeOf = async (name: string): Promise<URL> =>
    endpoint === undefined
      ? new URL(`https://${bucket}.s3.${await region()}.amazonaws.com/${checkBlobName(name)}`)
      : new URL(`/${bucket}/${checkBlobName(name)}`, endpoint);

  const signed = async <Method extends 'PUT' | 'GET'>(
    method: Method,
    name: string,
    minutes: number,
    parts: { readonly signed?: Record<string, string>; readonly query?: Record<string, string> },
  ) => {
    const place = await placeOf(name);
    const { protocol, host, hostname, port, pathname } = place;
    const now = clock.now();
    const { query = {} } = await signer.presign(
      {
        method,
        protocol,
        hostname,
        ...(port !== '' && { port: Number(port) }),
        path: pathname,
        query: { ...parts.query },
        headers: { host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD', ...parts.signed },
      },
      { signingDate: new Date(now), expiresIn: minutes * 60, unhoistableHeaders: SENT },
    );
    for (const [key, value] of Object.entries(query)) place.searchParams.set(key, String(value));
    // Of whole seconds, as S3 counts.
    return { method, url: place.href, endsAt: Math.floor(now / 1_000) * 1_000 + minutes * 60_000 };
  };

  return {
    /** Exactly so many bytes of this SHA-256 (hexadecimal), where there is no such object; for so many minutes. */
    upload: async (
      { name, bytes, sha256 }: { readonly name: string; readonly bytes: number; readonly sha256: string },
      minutes: number,
    ) => {
      if (!Number.isSafeInteger(bytes) || bytes < 1 || !SHA256.test(sha256))
        throw new RangeError('an upload has bytes and a hash');
      const headers = {
        'if-none-match': '*',
        'x-amz-checksum-sha256': Buffer.from(sha256, 'hex').toString('base64'),
      };
      const request = await signed('PUT', name, minutes, {
        signed: { ...headers, 'content-length': String(bytes) },
      });
      return { ...request, headers };
    },

    /** The object as a file to be saved; for so many minutes. */
    download: async (name: string, minutes: number) => ({
      ...(await signed('GET', name, minutes, { query: TO_BE_SAVED })),
      headers: {},
    }),
  };
};
