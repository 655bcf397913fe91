import { inForce } from '@temkin/kernel';
import type { CertificateJudge, CertificateSource, ProviderRegister } from './certificates.ts';
import { readIdentityHeader, type IdentityHeader } from './identity-header.ts';
import { holdsBy } from './compact-token.ts';
import { keepsConstraints } from './keeps-constraints.ts';
import { FRESHNESS_POLICY } from './policies.ts';
import { issuedAt, shakenClaims, type ShakenClaims } from './shaken-claims.ts';
import { refusedIdentity, type IdentityFault, type IdentityRefusal } from './sip-reasons.ts';
import { canonicalNumber } from './telephone-number.ts';

/** A call as it came in. */
export interface PresentedCall {
  /** The value of every `Identity` header, each by itself. */
  readonly identityHeaders: readonly string[];
  /** The number of `P-Asserted-Identity` or `From`, as it was written; absent of an anonymous call. */
  readonly from?: string;
  /** The number that was dialled, as it was written. */
  readonly to: string;
  /** `Date`, in milliseconds since the epoch. */
  readonly date?: number;
}

/** An identity that holds; whether it was presented before is yet to be asked, by `signingInput`. */
export interface AcceptedIdentity {
  readonly accepted: true;
  readonly claims: ShakenClaims;
  readonly spc: string;
  /** What a replay is known by: a signature can be changed and still hold (s and n−s), this cannot. */
  readonly signingInput: string;
}

export type IdentityVerdict = AcceptedIdentity | IdentityRefusal;

export interface IdentityChecks {
  readonly source: CertificateSource;
  readonly judge: CertificateJudge;
  readonly providers: ProviderRegister;
}

/** What a header of a PASSporT may have; what others add may be critical to somebody. */
const PARAMETERS: ReadonlySet<string> = new Set(['alg', 'ppt', 'typ', 'x5u']);

/** The only header that is `shaken` by what its token says. All must be readable: which one a peer takes is its affair. */
const onlyShaken = (headers: readonly (IdentityHeader | undefined)[]): IdentityHeader | IdentityFault => {
  const read = headers.filter((header) => header !== undefined);
  if (read.length < headers.length) return 'malformed';
  const [shaken, ...others] = read.filter(({ token }) => token.header.ppt === 'shaken');
  return shaken === undefined || others.length > 0 ? 'not-one-shaken' : shaken;
};

const formFault = ({ token: { header }, alg, ppt, info }: IdentityHeader): IdentityFault | undefined => {
  if (header.alg !== 'ES256' || (alg !== undefined && alg !== 'ES256')) return 'wrong-algorithm';
  if (header.typ !== 'passport') return 'wrong-type';
  if (ppt !== 'shaken') return 'not-one-shaken';
  if (Object.keys(header).some((name) => !PARAMETERS.has(name))) return 'unknown-parameter';
  if (info === undefined || typeof header.x5u !== 'string') return 'no-info';
  return info === header.x5u ? undefined : 'other-info';
};

const timeFault = (seconds: number, nowSeconds: number): IdentityFault | undefined => {
  const { oldest, ahead } = inForce(FRESHNESS_POLICY, nowSeconds * 1_000).value;
  if (seconds > nowSeconds + ahead) return 'ahead-of-time';
  // What is no number is no fresh one.
  return seconds >= nowSeconds - oldest ? undefined : 'stale';
};

/** Whether another header says that the call was diverted from whom it was for to who was dialled (RFC 8946). Not proved. */
const saysDiverted = (
  headers: readonly (IdentityHeader | undefined)[],
  meant: readonly string[],
  to: string,
) =>
  headers.some((header) => {
    if (header?.token.header.ppt !== 'div') return false;
    const { div, dest } = header.token.payload as {
      readonly div?: { readonly tn?: unknown } | null;
      readonly dest?: { readonly tn?: unknown } | null;
    };
    const numbers = dest?.tn;
    return meant.some((number) => number === div?.tn) && Array.isArray(numbers) && numbers.includes(to);
  });

/**
 * Judges the identity of a call, in this order and at the first fault: size and form (one `shaken` header), algorithm, type,
 * `ppt`; `info` and where it leads; age of `iat` and `Date`; chain of certificates, at `iat`; signature; claims, caller and
 * callee; whether the certificate allows them; whether the provider holds the number, and the name. What peers let through is refused: a time ahead of ours, no
 * `ppt`, two `shaken` headers, another callee.
 */
export const checkIdentity = async (
  { source, judge, providers }: IdentityChecks,
  { identityHeaders, from, to, date }: PresentedCall,
  nowMilliseconds: number,
): Promise<IdentityVerdict> => {
  if (identityHeaders.length === 0) return refusedIdentity('absent');
  const headers = identityHeaders.map(readIdentityHeader);
  const chosen = onlyShaken(headers);
  if (typeof chosen === 'string') return refusedIdentity(chosen);
  const { token, info = '' } = chosen;
  const wrongForm = formFault(chosen);
  if (wrongForm !== undefined) return refusedIdentity(wrongForm);
  const iat = issuedAt(token.payload);
  if (iat === undefined) return refusedIdentity('malformed');

  const now = nowMilliseconds / 1_000;
  const wrongTime = timeFault(iat, now) ?? (date === undefined ? undefined : timeFault(date / 1_000, now));
  if (wrongTime !== undefined) return refusedIdentity(wrongTime);

  const found = await source.find(info);
  if (found.outcome !== 'found') return refusedIdentity(found.outcome);
  const chain = await judge.judge(found.chain, iat);
  if (!chain.trusted) return refusedIdentity('untrusted');
  const { signingInput } = token;
  if (!(await holdsBy(chain.key, token))) return refusedIdentity('wrong-signature');

  const claims = shakenClaims(token.payload);
  if (claims === undefined) return refusedIdentity('wrong-claims');
  if (from === undefined) return refusedIdentity('anonymous');
  if (canonicalNumber(from) !== claims.orig.tn) return refusedIdentity('other-caller');
  const dialled = canonicalNumber(to);
  if (dialled === undefined || !claims.dest.tn.includes(dialled))
    return refusedIdentity(
      dialled !== undefined && saysDiverted(headers, claims.dest.tn, dialled) ? 'diverted' : 'other-callee',
    );
  if (chain.constraints !== undefined && !keepsConstraints(token.payload, chain.constraints))
    return refusedIdentity('not-permitted');
  if (!(await providers.mayCallFrom(chain.spc, claims.orig.tn))) return refusedIdentity('number-not-held');
  if (claims.rcd !== undefined && !(await providers.mayShow(chain.spc, claims.rcd.nam)))
    return refusedIdentity('name-not-held');
  return { accepted: true, claims, spc: chain.spc, signingInput };
};
