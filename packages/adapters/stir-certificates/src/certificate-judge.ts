import type { CertificateFault, CertificateJudge, CertificateVerdict } from '@temkin/caller-id/domain';
import { readCertificate, type ReadCertificate } from './read-certificate.ts';
import { readRevocations, type Revocations } from './revocations.ts';

/** What a deployment trusts. No national authority is there yet: each operator's root is agreed on with that operator. */
export interface Trust {
  /** Roots, in DER. */
  readonly anchors: readonly Uint8Array[];
  /** Lists of revoked certificates of these roots and of authorities below them, in DER. */
  readonly revocations?: readonly Uint8Array[];
}

const untrusted = (because: CertificateFault): CertificateVerdict => ({ trusted: false, because });

const isIssuedBy = ({ x509 }: ReadCertificate, { x509: authority }: ReadCertificate): boolean =>
  x509.checkIssued(authority) && x509.verify(authority.publicKey);

const isInForce = ({ notBefore, notAfter }: ReadCertificate, at: number): boolean =>
  notBefore <= at && at <= notAfter;

/** How far authorities go on. */
const authorityFault = (
  authority: ReadCertificate,
  between: number,
  at: number,
): CertificateFault | undefined => {
  const { isAuthority, signsCertificates, pathLength, providers, constraints } = authority;
  if (!isAuthority || !signsCertificates || pathLength < between) return 'usage';
  // Who authorizes is not authorized: a list here would have to hold the leaf's (RFC 9060), and ATIS-1000080 has none.
  if (providers !== undefined || constraints !== undefined) return 'extension';
  return isInForce(authority, at) ? undefined : 'dates';
};

const revocationFault = (
  lists: readonly Revocations[],
  { serial }: ReadCertificate,
  authority: ReadCertificate,
  at: number,
): CertificateFault | undefined => {
  const own = lists.filter((list) => list.isOf(authority));
  if (own.some(({ serials }) => serials.has(serial))) return 'revoked';
  // A list that ran out says nothing more, and whoever keeps it from us could hide what it would say.
  return own.length > 0 && own.every(({ until }) => until < at) ? 'dates' : undefined;
};

const isRead = (certificate: ReturnType<typeof readCertificate>): certificate is ReadCertificate =>
  typeof certificate !== 'string';

/**
 * Judges chains by RFC 5280 §6 in the profile of RFC 8226 and ATIS-1000080: P-256 throughout, each link signed by the next and
 * all in force at the instant, authorities that may sign certificates, a leaf that may sign and nothing else and authorizes one
 * provider by its code. Throws at once where an anchor or a list of the configuration is none.
 */
export const certificateJudge = ({ anchors, revocations = [] }: Trust): CertificateJudge => {
  const roots = anchors.map((der) => {
    const root = readCertificate(der);
    if (!isRead(root)) throw new Error(`a trust anchor cannot be used: ${root}`);
    return root;
  });
  const lists = revocations.map(readRevocations);

  /** The fault of the way up to a root that has none, or of the first: an authority may have several certificates of one key. */
  const climb = (
    link: ReadCertificate,
    above: readonly ReadCertificate[],
    between: number,
    at: number,
  ): CertificateFault | undefined => {
    const isAbove = (candidate: ReadCertificate): boolean => isIssuedBy(link, candidate);
    const faultBelow = (authority: ReadCertificate): CertificateFault | undefined =>
      authorityFault(authority, between, at) ?? revocationFault(lists, link, authority, at);
    const faults = [
      ...roots.filter(isAbove).map(faultBelow),
      ...above.filter(isAbove).map((authority) => {
        const others = above.filter((candidate) => candidate !== authority);
        return faultBelow(authority) ?? climb(authority, others, between + 1, at);
      }),
    ];
    return faults.includes(undefined) ? undefined : (faults[0] ?? 'unknown-authority');
  };

  const judge = (chain: readonly Uint8Array[], at: number): CertificateVerdict => {
    const read = chain.map(readCertificate);
    const [leaf, ...above] = read.filter(isRead);
    const wrong = read.find((certificate) => typeof certificate === 'string');
    if (wrong !== undefined || leaf === undefined) return untrusted(wrong ?? 'unreadable');
    if (!isInForce(leaf, at)) return untrusted('dates');
    if (leaf.isAuthority || leaf.signsCertificates || !leaf.signs) return untrusted('usage');
    const fault = climb(leaf, above, 0, at);
    if (fault !== undefined) return untrusted(fault);
    const { key, constraints, providers: [spc, ...others] = [] } = leaf;
    return spc === undefined || others.length > 0
      ? untrusted('no-provider')
      : { trusted: true, key, spc, ...(constraints !== undefined && { constraints }) };
  };

  return { judge: async (chain, atSeconds) => judge(chain, atSeconds * 1_000) };
};
