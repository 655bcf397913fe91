import type { P256Key } from '@temkin/crypto';

/** What is found at an address: certificates in DER, the leaf first. */
export type FoundCertificates =
  | { readonly outcome: 'found'; readonly chain: readonly Uint8Array[] }
  /** The address is not one that we ask. */
  | { readonly outcome: 'address-refused' }
  /** Nobody answered in time, or not with certificates. */
  | { readonly outcome: 'unreachable' };

/** Where certificates are fetched that a PASSporT names (`x5u`). Resolves, whatever the other side does. */
export interface CertificateSource {
  find(address: string): Promise<FoundCertificates>;
}

/** What a certificate allows its PASSporTs to say (JWTClaimConstraints, RFC 8226 §8). */
export interface ClaimConstraints {
  /** Names of claims that there must be. */
  readonly mustInclude: readonly string[];
  /** The values that a claim may have where it is there; of one that is no text, its JSON. */
  readonly permitted: readonly { readonly claim: string; readonly values: readonly string[] }[];
}

/** What a chain of certificates is worth at an instant. */
export type CertificateVerdict =
  | {
      readonly trusted: true;
      readonly key: P256Key;
      /** The service provider that the leaf authorizes (RFC 8226 §9). */
      readonly spc: string;
      /** Absent of a leaf that allows whatever its provider says. */
      readonly constraints?: ClaimConstraints;
    }
  | { readonly trusted: false; readonly because: CertificateFault };

/** Why a chain is not trusted. */
export type CertificateFault =
  'unreadable' | 'unknown-authority' | 'dates' | 'usage' | 'key' | 'extension' | 'no-provider' | 'revoked';

/** Judges chains by the authorities that are trusted here. Resolves, whatever the chain is. */
export interface CertificateJudge {
  judge(chain: readonly Uint8Array[], atSeconds: number): Promise<CertificateVerdict>;
}

/** Who holds which numbers and names. */
export interface ProviderRegister {
  /** Whether a service provider signs for this canonical number. */
  mayCallFrom(spc: string, number: string): Promise<boolean>;
  /** Whether it may have a caller shown by this name. */
  mayShow(spc: string, name: string): Promise<boolean>;
}
