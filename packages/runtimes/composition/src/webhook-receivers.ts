import { lookup as systemLookup } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isLoopbackAddress, isPublicAddress } from './public-address.ts';

/** What became of a request to a receiver: its status, or none. */
type Posted = { readonly answered: true; readonly status: number } | { readonly answered: false };

export interface ReceiverOptions {
  /** Only the demo stage, whose receivers are on the same machine, says yes; and then by http too. */
  readonly allowLoopback: boolean;
  /** Instead of the system's, for tests. */
  readonly lookup?: LookupFunction;
  /** From the first packet to the head of the answer. */
  readonly timeoutMilliseconds?: number;
}

/** Standard Webhooks, "Considerations for webhook producers": 15 to 30 s. Here less: one that hangs holds a place. */
const TIMEOUT_MILLISECONDS = 10_000;

/** Of an answer. Its body is not read at all. */
const HEADER_BYTES = 16_384;

/** Without the brackets that an IPv6 address has in a URL. */
const hostIn = ({ hostname }: URL): string => hostname.replaceAll(/^\[|\]$/g, '');

const notAllowed = (): NodeJS.ErrnoException =>
  Object.assign(new Error('the receiver is at no public address'), { code: 'ENOTPUBLIC' });

/**
 * The way to the receivers of webhooks, whom tenants name and who could name our own network. The addresses that a name has
 * are judged where the connection is made, so that none can be another meanwhile, and all must be public. A redirect is an
 * answer and is not followed. Nothing of the body of an answer is read.
 */
export const webhookReceivers = ({
  allowLoopback,
  lookup: resolve = systemLookup,
  timeoutMilliseconds = TIMEOUT_MILLISECONDS,
}: ReceiverOptions) => {
  const mayBe = (address: string): boolean =>
    isPublicAddress(address) || (allowLoopback && isLoopbackAddress(address));

  const lookup: LookupFunction = (host, options, answer) => {
    resolve(host, { ...options, all: true }, (error, found) => {
      const addresses = Array.isArray(found) ? found : [];
      const [first] = addresses;
      if (error !== null) answer(error, '');
      else if (first === undefined || !addresses.every(({ address }) => mayBe(address)))
        answer(notAllowed(), '');
      else if (options.all === true) answer(null, addresses);
      else answer(null, first.address, first.family);
    });
  };

  const allowed = (text: string): URL | undefined => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url === undefined || url.username !== '' || url.password !== '' || url.hash !== '') return undefined;
    const host = hostIn(url);
    // Node asks no resolver about an address.
    if (isIP(host) !== 0 && !mayBe(host)) return undefined;
    const isLocal = allowLoopback && (host === 'localhost' || isLoopbackAddress(host));
    return url.protocol === 'https:' || (url.protocol === 'http:' && isLocal) ? url : undefined;
  };

  return {
    isAllowed: (url: string): boolean => allowed(url) !== undefined,

    post: (target: string, headers: Readonly<Record<string, string>>, body: string): Promise<Posted> => {
      const url = allowed(target);
      if (url === undefined) return Promise.resolve({ answered: false });
      const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
      return new Promise((resolvePosted) => {
        const asked = request(url, {
          method: 'POST',
          headers: { ...headers, 'content-length': Buffer.byteLength(body), 'user-agent': 'temkin-webhook' },
          lookup,
          agent: false,
          maxHeaderSize: HEADER_BYTES,
          signal: AbortSignal.timeout(timeoutMilliseconds),
        });
        asked.on('response', (response) => {
          resolvePosted({ answered: true, status: response.statusCode ?? 0 });
          response.destroy();
        });
        asked.on('error', () => {
          resolvePosted({ answered: false });
        });
        // An answer that switches protocols ends in no error, and in no response.
        asked.on('close', () => {
          resolvePosted({ answered: false });
        });
        asked.end(body);
      });
    },
  };
};
