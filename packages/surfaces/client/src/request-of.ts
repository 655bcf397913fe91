/** A call without the types of its route. */
export interface AnyCall {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: Readonly<Record<string, unknown>> | Blob;
  readonly idempotencyKey?: string;
  readonly correlator?: string;
  readonly signal?: AbortSignal;
  readonly timeoutMilliseconds?: number;
}

const filled = (path: string, params: Readonly<Record<string, string>>): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    // A dot segment would name another route (RFC 3986 §5.2.4).
    if (value === undefined || value === '' || value === '.' || value === '..')
      throw new RangeError(`${name} of ${path} is missing`);
    return encodeURIComponent(value);
  });

/** The request that a call makes, but for the token; no redirect takes it, and its token, elsewhere. */
export const requestOf = (
  origin: string,
  method: string,
  path: string,
  { params = {}, query = {}, body, idempotencyKey, correlator }: AnyCall,
): Request => {
  const url = new URL(filled(path, params), origin);
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.set(name, String(value));
  const headers = new Headers({ accept: 'application/json, application/problem+json, */*;q=0.5' });
  if (idempotencyKey !== undefined) headers.set('idempotency-key', idempotencyKey);
  if (correlator !== undefined) headers.set('x-correlator', correlator);
  if (body !== undefined) headers.set('content-type', body instanceof Blob ? body.type : 'application/json');
  return new Request(url, {
    method: method.toUpperCase(),
    headers,
    redirect: 'manual',
    credentials: 'omit',
    ...(body !== undefined && { body: body instanceof Blob ? body : JSON.stringify(body) }),
  });
};
