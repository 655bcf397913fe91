import { lookup as systemLookup } from 'node:dns';
import { request } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';

/** How certificates of others are fetched. */
export interface FetchOptions {
  /** Whether a connection may be made to an address: in the cloud, whether it is of the public internet. */
  readonly mayConnectTo: (address: string) => boolean;
  /** Instead of the system's, for tests. */
  readonly lookup?: LookupFunction;
  /** Authorities of TLS beside the system's, in PEM: of a test server. */
  readonly tlsAuthorities?: string;
  /** From the first packet to the last. */
  readonly timeoutMilliseconds?: number;
}

/** Reference §2: 2 s, 32 KiB. An INVITE waits meanwhile. */
const TIMEOUT_MILLISECONDS = 2_000;
const LONGEST_BODY = 32_768;
const HEADER_BYTES = 8_192;

const notAllowed = (): NodeJS.ErrnoException =>
  Object.assign(new Error('the certificate is at an address that we do not ask'), { code: 'ENOTPUBLIC' });

/** Judges all addresses of a name where the connection is made, so that none can be another meanwhile. */
const guarded =
  (resolve: LookupFunction, mayBe: (address: string) => boolean): LookupFunction =>
  (host, options, answer) => {
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

/**
 * Fetches a text by https, of at most 32 KiB and within two seconds; undefined where that cannot be had: another status than 200
 * (a redirect is an answer and is not followed), an answer that goes on, one that is cut off.
 */
export const textFetcher = (options: FetchOptions): ((url: URL) => Promise<string | undefined>) => {
  const { mayConnectTo, lookup: resolve = systemLookup, tlsAuthorities } = options;
  const { timeoutMilliseconds = TIMEOUT_MILLISECONDS } = options;
  const lookup = guarded(resolve, mayConnectTo);

  return (url) => {
    const host = url.hostname.replaceAll(/^\[|\]$/g, '');
    // Node asks no resolver about an address.
    if (isIP(host) !== 0 && !mayConnectTo(host)) return Promise.resolve(undefined);
    return new Promise((settle) => {
      const asked = request(url, {
        lookup,
        agent: false,
        maxHeaderSize: HEADER_BYTES,
        signal: AbortSignal.timeout(timeoutMilliseconds),
        headers: {
          accept: 'application/pem-certificate-chain, application/x-pem-file',
          'accept-encoding': 'identity',
        },
        ...(tlsAuthorities !== undefined && { ca: tlsAuthorities }),
      });
      const give = (text?: string): void => {
        settle(text);
        asked.destroy();
      };
      asked.on('response', (response) => {
        if (response.statusCode !== 200) {
          give();
          return;
        }
        const parts: Buffer[] = [];
        let length = 0;
        response.on('data', (part: Buffer) => {
          length += part.length;
          if (length > LONGEST_BODY) give();
          else parts.push(part);
        });
        response.on('end', () => {
          give(response.complete ? Buffer.concat(parts).toString('utf8') : undefined);
        });
        response.on('error', () => {
          give();
        });
      });
      asked.on('error', () => {
        give();
      });
      asked.on('close', () => {
        give();
      });
      asked.end();
    });
  };
};
