export type {
  CertificateFault,
  CertificateJudge,
  CertificateSource,
  CertificateVerdict,
  ClaimConstraints,
  FoundCertificates,
  ProviderRegister,
} from './certificates.ts';
export {
  checkIdentity,
  type AcceptedIdentity,
  type IdentityChecks,
  type IdentityVerdict,
  type PresentedCall,
} from './check-identity.ts';
export {
  holdsBy,
  LONGEST_IDENTITY,
  readToken,
  signingInputOf,
  tokenOf,
  type CompactToken,
} from './compact-token.ts';
export { decideSignature, type SignatureVerdict } from './decide-signature.ts';
export { readIdentityHeader, type IdentityHeader } from './identity-header.ts';
export { mintPassport, type MintedPassport } from './mint-passport.ts';
export { certificatePath, type OwnCertificate } from './own-certificate.ts';
export {
  FRESHNESS_POLICY,
  RENEWAL_POLICY,
  SIGNATURES_POLICY,
  type Freshness,
  type Renewal,
} from './policies.ts';
export { ownExpiring, renewalsDue, type Expiring } from './renewals-due.ts';
export {
  ATTESTATIONS,
  shakenClaims,
  type Attestation,
  type RichCallData,
  type ShakenClaims,
} from './shaken-claims.ts';
export {
  IDENTITY_FAULTS,
  refusedIdentity,
  SIP_REASONS,
  type IdentityFault,
  type IdentityRefusal,
  type SipCode,
} from './sip-reasons.ts';
export { canonicalNumber, isCanonicalNumber } from './telephone-number.ts';
