import type { OwnCertificate } from '../domain/index.ts';
import { refuse } from './refuse.ts';
import type { OwnCertificates } from './signing-ports.ts';

/** A certificate that is published, by what its address names. Refuses `CALL.CERTIFICATE_UNKNOWN`. */
export const readCertificate =
  (certificates: OwnCertificates) =>
  (spc: string, serial: string): OwnCertificate => {
    const found = certificates.find(spc, serial);
    if (found === undefined) throw refuse('CALL.CERTIFICATE_UNKNOWN');
    return found;
  };
