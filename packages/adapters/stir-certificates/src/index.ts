export {
  issueCertificate,
  issueRevocations,
  issueRoot,
  type Authority,
  type InForce,
  type NewCertificate,
} from './authority.ts';
export { certificateJudge, type Anchor, type Trust } from './certificate-judge.ts';
export { certificateSource, type CertificateSourceOptions } from './certificate-source.ts';
export { textFetcher, type FetchOptions } from './text-fetcher.ts';
export { ownCertificate } from './own-certificate.ts';
export { trustExpiring } from './trust-expiring.ts';
export { anchorsFromPem, fromPem, revocationsFromPem, revocationsToPem, toPem } from './pem.ts';
