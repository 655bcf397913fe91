import type { OwnCertificate } from '../domain/index.ts';
import type { OwnCertificates } from './signing-ports.ts';

/** Certificates of a configuration, the newest of a company first. */
export const ownCertificates = (certificates: readonly OwnCertificate[]): OwnCertificates => ({
  inUse: (tenant) => certificates.find((certificate) => certificate.tenant === tenant),
  find: (spc, serial) =>
    certificates.find((certificate) => certificate.spc === spc && certificate.serial === serial),
  all: () => certificates,
});
