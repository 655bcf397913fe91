import { AsnConvert } from '@peculiar/asn1-schema';
import { CertificateList, id_ce_authorityKeyIdentifier, type TBSCertList } from '@peculiar/asn1-x509';
import { verify } from 'node:crypto';
import { ECDSA_WITH_SHA256, type ReadCertificate } from './read-certificate.ts';

/** A list of certificates that their authority took back (RFC 5280 §5), read and not yet believed. */
export interface Revocations {
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly until: number;
  /** Which authority made it, by the name and the key that the list gives: lists of one authority have the same. */
  readonly authority: string;
  /** Serial numbers in hexadecimal. */
  readonly serials: ReadonlySet<string>;
  /** Whether this authority made it, be it that its certificate says that it may (`cRLSign`) or not: a list only takes away. */
  readonly isOf: (authority: ReadCertificate) => boolean;
}

const hex = (bytes: ArrayBuffer): string => Buffer.from(bytes).toString('hex');

const authorityOf = ({ issuer, crlExtensions = [] }: TBSCertList): string => {
  const key = crlExtensions.find(({ extnID }) => extnID === id_ce_authorityKeyIdentifier);
  return [AsnConvert.serialize(issuer), key?.extnValue.buffer ?? new ArrayBuffer(0)].map(hex).join(' ');
};

const parse = (der: Uint8Array): CertificateList => {
  try {
    return AsnConvert.parse(Uint8Array.from(der).buffer, CertificateList);
  } catch {
    throw new Error('a list of revoked certificates cannot be read');
  }
};

/** Reads a list in DER. Throws where it is none: it comes from our own configuration. */
export const readRevocations = (der: Uint8Array): Revocations => {
  const { tbsCertList, tbsCertListRaw, signatureAlgorithm, signature } = parse(der);
  const signed = Buffer.from(tbsCertListRaw ?? AsnConvert.serialize(tbsCertList));
  const { thisUpdate, nextUpdate, revokedCertificates = [] } = tbsCertList;
  if (nextUpdate === undefined)
    throw new Error('a list of revoked certificates says when the next one comes');
  return {
    from: thisUpdate.getTime().getTime(),
    until: nextUpdate.getTime().getTime(),
    authority: authorityOf(tbsCertList),
    serials: new Set(revokedCertificates.map(({ userCertificate }) => hex(userCertificate))),
    isOf: ({ x509 }) =>
      signatureAlgorithm.algorithm === ECDSA_WITH_SHA256 &&
      verify('sha256', signed, x509.publicKey, Buffer.from(signature)),
  };
};
