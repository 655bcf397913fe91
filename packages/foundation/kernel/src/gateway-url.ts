/** Names of this very host, where a gateway may listen beside us. */
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Whether a host, as a `URL` names it, is this very machine: what is sent to it passes no line. */
export const isLoopbackHost = (hostname: string): boolean => LOOPBACK.test(hostname);

/** What is no name in the public DNS: an address, a single label, and names kept for inside (RFC 6762 §3, RFC 8375, ICANN). */
const NOT_PUBLIC = /^(?:[\d.]+|\[.*\]|[^.]+|.*\.(?:local|internal|localhost|home\.arpa|lan))$/;

/**
 * Whether a company's gateway (of messages, of an operator's network) may be spoken to at an address: HTTPS to a public name, or a
 * gateway on this host, without credentials. It is the operator's word and no tenant's; this keeps a slip from leading to a
 * metadata service or a neighbour.
 */
export const isGatewayUrl = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, hash } = new URL(text);
  if (username !== '' || password !== '' || hash !== '') return false;
  if (isLoopbackHost(hostname)) return protocol === 'http:' || protocol === 'https:';
  return protocol === 'https:' && !NOT_PUBLIC.test(hostname);
};
