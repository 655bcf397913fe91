import { createHash, createHmac, hash } from 'node:crypto';

/** Who may sign. */
export interface Signatory {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const percentEncoded = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/**
 * The signature of a request whose signature is in its address, by the steps of "Authenticating Requests: Using Query Parameters
 * (AWS Signature Version 4)"; undefined where the address has none. Written from that page alone.
 */
export const presignatureOf = (request: Request, { accessKeyId, secretAccessKey }: Signatory) => {
  const { pathname, host, searchParams: query } = new URL(request.url);
  const [scope, date, names] = ['X-Amz-Credential', 'X-Amz-Date', 'X-Amz-SignedHeaders'].map((name) =>
    query.get(name),
  );
  if (scope?.startsWith(`${accessKeyId}/`) !== true || typeof date !== 'string' || typeof names !== 'string')
    return undefined;
  const scoped = scope.slice(accessKeyId.length + 1);
  const canonicalQuery = [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${percentEncoded(name)}=${percentEncoded(value)}`)
    .toSorted()
    .join('&');
  const headers = names
    .split(';')
    .map((name) => `${name}:${name === 'host' ? host : (request.headers.get(name) ?? '')}\n`)
    .join('');
  const canonical = [request.method, pathname, canonicalQuery, headers, names, 'UNSIGNED-PAYLOAD'].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', date, scoped, hash('sha256', canonical)].join('\n');
  const key = scoped.split('/').reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  return hmac(key, toSign).toString('hex');
};

const instantOf = (date: string): number =>
  Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

/** Every header that says something to S3 must be signed (same page, step 1). */
const isBound = (request: Request, names: readonly string[]): boolean =>
  [...request.headers.keys()].every((name) => !name.startsWith('x-amz-') || names.includes(name));

/** A bucket that takes and gives objects by signed addresses alone, as far as S3 says what it does. */
export const presignedS3 = (
  signatory: Signatory,
  {
    now,
    objects = new Map<string, Uint8Array>(),
  }: { readonly now: () => number; readonly objects?: Map<string, Uint8Array> },
) => {
  const refusalOf = (request: Request): number | undefined => {
    const { searchParams: query } = new URL(request.url);
    const signature = presignatureOf(request, signatory);
    if (signature === undefined || signature !== query.get('X-Amz-Signature')) return 403;
    if (!isBound(request, (query.get('X-Amz-SignedHeaders') ?? '').split(';'))) return 403;
    const [begun, seconds] = [instantOf(query.get('X-Amz-Date') ?? ''), Number(query.get('X-Amz-Expires'))];
    return now() < begun + seconds * 1_000 ? undefined : 403;
  };

  return async (request: Request): Promise<Response> => {
    const refusal = refusalOf(request);
    if (refusal !== undefined) return new Response(null, { status: refusal });
    const { pathname: name, searchParams: query } = new URL(request.url);
    const stored = objects.get(name);
    if (request.method === 'GET')
      return stored === undefined
        ? new Response(null, { status: 404 })
        : new Response(Uint8Array.from(stored), {
            headers: {
              'content-type': query.get('response-content-type') ?? 'binary/octet-stream',
              'content-disposition': query.get('response-content-disposition') ?? '',
            },
          });
    const bytes = new Uint8Array(await request.arrayBuffer());
    if (request.headers.get('content-length') === null) return new Response(null, { status: 411 });
    const checksum = request.headers.get('x-amz-checksum-sha256');
    if (checksum !== null && checksum !== createHash('sha256').update(bytes).digest('base64'))
      return new Response(null, { status: 400 });
    if (request.headers.get('if-none-match') === '*' && stored !== undefined)
      return new Response(null, { status: 412 });
    objects.set(name, bytes);
    return new Response(null, { status: 200 });
  };
};
