import { certificatePath, type OwnCertificate } from '@temkin/caller-id/domain';
import { createHash } from 'node:crypto';
import { fromPem, toPem } from './pem.ts';
import { readCertificate } from './read-certificate.ts';

/**
 * A certificate of a company as it is published below an origin (`https://api.example`), out of its chain in PEM: leaf first.
 * Throws where one of them cannot be read, or the leaf is not one that a provider signs calls by.
 */
export const ownCertificate = ({
  tenant,
  origin,
  pem,
}: {
  readonly tenant: string;
  readonly origin: string;
  readonly pem: string;
}): OwnCertificate => {
  const chain = fromPem(pem);
  const [der] = chain ?? [];
  const links = (chain ?? []).map(readCertificate).filter((link) => typeof link !== 'string');
  const [leaf] = links;
  if (chain === undefined || der === undefined || leaf === undefined || links.length < chain.length)
    throw new Error(`the certificate of ${tenant} cannot be used`);
  const [spc, ...others] = leaf.providers ?? [];
  if (spc === undefined || others.length > 0 || !leaf.signs || leaf.isAuthority)
    throw new Error(`the certificate of ${tenant} is not one that calls are signed by`);
  return {
    tenant,
    spc,
    serial: leaf.serial,
    address: new URL(certificatePath(spc, leaf.serial), origin).href,
    chain,
    pem: toPem(chain),
    key: leaf.key,
    from: Math.max(...links.map(({ notBefore }) => notBefore)),
    until: Math.min(...links.map(({ notAfter }) => notAfter)),
    thumbprint: createHash('sha256').update(der).digest('base64url'),
  };
};
