import type { CertificateSource, FoundCertificates } from '@temkin/caller-id/domain';
import type { Clock } from '@temkin/kernel';
import { fromPem } from './pem.ts';

export interface CertificateSourceOptions {
  /** Fetches a text; undefined where it cannot be had (`textFetcher`). */
  readonly fetchText: (url: URL) => Promise<string | undefined>;
  /** Hosts of the operators whom we have an agreement with, in lower case. Nobody else is asked anything. */
  readonly hosts: readonly string[];
  /** Certificates of our own, which need not be fetched. */
  readonly own?: (address: string) => readonly Uint8Array[] | undefined;
  readonly clock: Clock;
}

/** Paths never change what they lead to, and a certificate that is taken back is on a list: an hour spares most fetches. */
const KEPT_MILLISECONDS = 3_600_000;

/** Far more than the operators of a country have in use at once. */
const MOST_KEPT = 256;

/** ATIS-1000074 §5.3.1, as Asterisk reads it. */
const PORTS: ReadonlySet<string> = new Set(['', '8443']);

const LONGEST_ADDRESS = 1_024;

/** An address without the port that https has anyway (RFC 3986 §6.2.3). */
const withoutUsualPort = (address: string): string => address.replace(/^(https:\/\/[^/]+):443\//, '$1/');

/** The address as a URL, where it is one that a certificate may be at. */
const allowed = (address: string, hosts: readonly string[]): URL | undefined => {
  if (address.length > LONGEST_ADDRESS || !URL.canParse(address) || /[?#@\\\s]/.test(address))
    return undefined;
  const url = new URL(address);
  // One way to write it but for the port: `info` and `x5u` are compared as texts, and so is what is kept.
  if (url.href !== address || url.protocol !== 'https:' || !PORTS.has(url.port)) return undefined;
  return hosts.includes(url.hostname) ? url : undefined;
};

/**
 * Certificates at the addresses that PASSporTs name, which whoever calls could point into our own network: https on 443 or 8443 of
 * a known host, no user, query or fragment, no redirect, an address that a connection may be made to. What was found is kept for
 * an hour, and what was not is asked for again; one address is asked for once at a time.
 */
export const certificateSource = (options: CertificateSourceOptions): CertificateSource => {
  const { fetchText, hosts, own = () => undefined, clock } = options;
  const kept = new Map<string, { readonly until: number; readonly found: FoundCertificates }>();
  const underWay = new Map<string, Promise<FoundCertificates>>();

  const fetchChain = async (address: string, url: URL): Promise<FoundCertificates> => {
    const text = await fetchText(url);
    const chain = text === undefined ? undefined : fromPem(text);
    if (chain === undefined) return { outcome: 'unreachable' };
    const found = { outcome: 'found', chain } as const;
    const [oldest] = kept.keys();
    if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(address, { until: clock.now() + KEPT_MILLISECONDS, found });
    return found;
  };

  return {
    find: async (named) => {
      const address = withoutUsualPort(named);
      const ours = own(address);
      if (ours !== undefined) return { outcome: 'found', chain: ours };
      const url = allowed(address, hosts);
      if (url === undefined) return { outcome: 'address-refused' };
      const known = kept.get(address);
      if (known !== undefined && clock.now() < known.until) return known.found;
      kept.delete(address);
      const fetching =
        underWay.get(address) ??
        fetchChain(address, url).finally(() => {
          underWay.delete(address);
        });
      underWay.set(address, fetching);
      return fetching;
    },
  };
};
