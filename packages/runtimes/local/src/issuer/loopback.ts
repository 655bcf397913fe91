import type { IncomingMessage } from 'node:http';

/** Names by which a machine means itself and nobody else can be meant. */
const LOOPBACK_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]']);

const isLoopbackAddress = (address: string | undefined): boolean =>
  address !== undefined && /^(?:127\.|::1$|::ffff:127\.)/.test(address);

/** Whether a URL is plain HTTP to this machine. */
export const isLoopbackUrl = (url: string): boolean => {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return parsed?.protocol === 'http:' && LOOPBACK_HOSTS.has(parsed.hostname);
};

/**
 * Whether a request was sent on this machine, to this machine, by no foreign page: the peer's address is loopback, `Host`
 * is a loopback name (which no rebound DNS name is), and `Origin`, where a browser sends one, is loopback too.
 */
export const comesFromHere = ({ socket, headers }: IncomingMessage): boolean =>
  isLoopbackAddress(socket.remoteAddress) &&
  isLoopbackUrl(`http://${headers.host ?? ''}`) &&
  (headers.origin === undefined || isLoopbackUrl(headers.origin));
