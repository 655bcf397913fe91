import { generalProblems, problemOf, type Application, type GeneralCode, type Origin } from '@temkin/http';
import { Refusal } from '@temkin/kernel';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { createHash, timingSafeEqual } from 'node:crypto';

/** The header by which the distribution in front of the API shows who it is. */
export const ORIGIN_SECRET_HEADER = 'x-origin-secret';

/** The header in which the distribution names the host that the client asked. */
export const FORWARDED_HOST_HEADER = 'x-forwarded-host';

/** The header in which the distribution names the address of the client; whatever a client sends there is replaced. */
export const VIEWER_ADDRESS_HEADER = 'x-viewer-address';

/**
 * The header in which an edge that asks for client certificates names the one that it verified: SHA-256 of its DER, in lower-case
 * hexadecimal; whatever a client sends there must be replaced by it.
 */
export const CLIENT_CERTIFICATE_HEADER = 'x-client-certificate-sha256';

/** What stands between the gateway and the application. */
export interface HttpHandlerOptions {
  /**
   * Secrets of which a request must carry one, so that nobody goes around the distribution: the one in use, and the one
   * before while it is being replaced.
   */
  readonly originSecrets: readonly string[];
  /** Whether the edge in front asks for client certificates: only then is a word of it about one believed. */
  readonly believesClientCertificates?: boolean;
}

/** The parts of an event that make a request. */
export type HttpEvent = Pick<
  APIGatewayProxyEventV2,
  'rawPath' | 'rawQueryString' | 'headers' | 'body' | 'isBase64Encoded'
> & {
  readonly requestContext: {
    readonly domainName: string;
    readonly http: { readonly method: string };
  };
};

/** Content types whose bodies are text, and so need no base64. */
const TEXT = /^(?:text\/|application\/(?:[a-z.+-]+\+)?json\b)/;

const digestOf = (text: string): Uint8Array => createHash('sha256').update(text).digest();

/** Compares digests, so that neither length nor content of a secret shows in the time it takes. */
const isOneOf = (secrets: readonly string[]): ((candidate: string | undefined) => boolean) => {
  const known = secrets.map(digestOf);
  return (candidate = '') => {
    const digest = digestOf(candidate);
    return known.filter((secret) => timingSafeEqual(secret, digest)).length > 0;
  };
};

const headersOf = (event: HttpEvent): Headers => {
  const headers = new Headers();
  for (const [name, value] of Object.entries(event.headers)) {
    if (value === undefined) continue;
    try {
      headers.set(name, value);
    } catch {
      // The gateway decodes header bytes as UTF-8; what is no ByteString (Fetch standard) can be none that we read.
    }
  }
  // For the gateway alone; whoever reads a log of headers learns nothing of it.
  headers.delete(ORIGIN_SECRET_HEADER);
  return headers;
};

const bodyOf = ({ body, isBase64Encoded }: HttpEvent): Buffer<ArrayBuffer> | undefined =>
  body === undefined || body === '' ? undefined : Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');

/** Methods that no `Request` may have (Fetch standard, "forbidden method"). */
const FORBIDDEN_METHODS = new Set(['CONNECT', 'TRACE', 'TRACK']);

/** The host in small letters, without the port that goes without saying; undefined for what is no host. */
const hostOf = (event: HttpEvent): string | undefined => {
  const named = event.headers[FORWARDED_HOST_HEADER] ?? event.requestContext.domainName;
  const host = named.toLowerCase().replace(/:443$/, '');
  return URL.canParse(`https://${host}`) && new URL(`https://${host}`).host === host ? host : undefined;
};

const requestOf = (event: HttpEvent, host: string): Request => {
  const { method } = event.requestContext.http;
  const headers = headersOf(event);
  headers.set('host', host);
  const url = new URL(`https://${host}`);
  url.pathname = event.rawPath;
  url.search = event.rawQueryString;
  const body = method === 'GET' || method === 'HEAD' ? undefined : bodyOf(event);
  return new Request(url, { method, headers, ...(body !== undefined && { body }) });
};

/** Believed of whoever shows an origin secret, as the host is. */
const originOf = ({ headers }: HttpEvent, believesClientCertificates: boolean): Origin => {
  const clientAddress = headers[VIEWER_ADDRESS_HEADER];
  const clientCertificate = believesClientCertificates ? headers[CLIENT_CERTIFICATE_HEADER] : undefined;
  return {
    ...(clientAddress !== undefined && { clientAddress }),
    ...(clientCertificate !== undefined && { clientCertificate }),
  };
};

const resultOf = async (response: Response): Promise<APIGatewayProxyStructuredResultV2> => {
  const isText = TEXT.test(response.headers.get('content-type') ?? 'text/plain');
  const bytes = Buffer.from(await response.arrayBuffer());
  return {
    statusCode: response.status,
    headers: Object.fromEntries(response.headers),
    body: bytes.toString(isText ? 'utf8' : 'base64'),
    isBase64Encoded: !isText,
  };
};

/** Turns away before the application: nobody is known here yet, and nothing of the request is looked at. */
const turnAway = (code: GeneralCode, detail: string): Response =>
  Response.json(problemOf(new Refusal(code, { detail }), generalProblems), {
    status: generalProblems[code].status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
  });

/**
 * Serves an HTTP application from Amazon API Gateway (HTTP API, payload format 2.0). A request without one of the origin
 * secrets is answered 421 `REQUEST.HOST_NOT_ALLOWED`; with one, host and client address are those that the distribution names.
 */
export const httpHandler = (
  application: Application,
  { originSecrets, believesClientCertificates = false }: HttpHandlerOptions,
): ((event: HttpEvent) => Promise<APIGatewayProxyStructuredResultV2>) => {
  const isOrigin = isOneOf(originSecrets);
  const answer = async (event: HttpEvent): Promise<Response> => {
    const host = isOrigin(event.headers[ORIGIN_SECRET_HEADER]) ? hostOf(event) : undefined;
    if (host === undefined)
      return turnAway('REQUEST.HOST_NOT_ALLOWED', 'Ask the public address of this API.');
    return FORBIDDEN_METHODS.has(event.requestContext.http.method)
      ? turnAway('REQUEST.METHOD_NOT_ALLOWED', 'No address knows this method.')
      : application.fetch(requestOf(event, host), originOf(event, believesClientCertificates));
  };
  return async (event) => resultOf(await answer(event));
};
