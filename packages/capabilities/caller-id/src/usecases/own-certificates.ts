import type { OwnCertificate } from '../domain/index.ts';
import type { OwnCertificates } from './signing-ports.ts';

/** Certificates of a configuration, the newest of a company first. */
export const ownCertificates = (certificates: readonly OwnCertificate[]): OwnCertificates => ({
  inUse: (tenant, at) =>
    certificates.find(
      (certificate) => certificate.tenant === tenant && certificate.from <= at && at <= certificate.until,
    ),
  find: (spc, serial) =>
    certificates.find((certificate) => certificate.spc === spc && certificate.serial === serial),
  all: () => certificates,
});
