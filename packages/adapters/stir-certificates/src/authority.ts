import { id_pe_TNAuthList, TNAuthorizationList, TNEntry } from '@peculiar/asn1-rfc8226';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  CertificateList,
  Extension,
  Extensions,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_keyUsage,
  id_ce_subjectKeyIdentifier,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  Name,
  RelativeDistinguishedName,
  RevokedCertificate,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  TBSCertificate,
  TBSCertList,
  Time,
  Validity,
  Version,
} from '@peculiar/asn1-x509';
import { toDerSignature, type Signer } from '@temkin/crypto';
import { createHash } from 'node:crypto';
import { ECDSA_WITH_SHA256 } from './read-certificate.ts';

/** Between which instants something is in force, in milliseconds since the epoch. Certificates know whole seconds. */
export interface InForce {
  readonly from: number;
  readonly until: number;
}

/** A certificate to be made. */
export interface NewCertificate extends InForce {
  /** Common name; `SHAKEN <code>` for a provider. */
  readonly name: string;
  /** SubjectPublicKeyInfo in DER, of P-256. */
  readonly publicKey: Uint8Array;
  /** 1 to 20 bytes, the first from 0x01 to 0x7f. */
  readonly serial: Uint8Array;
  /** The provider that it authorizes; an authority where absent. */
  readonly spc?: string;
}

/** Who signs certificates, and under which name. */
export interface Authority {
  readonly signer: Signer;
  readonly name: string;
}

const COMMON_NAME = '2.5.4.3';

const algorithm = (): AlgorithmIdentifier => new AlgorithmIdentifier({ algorithm: ECDSA_WITH_SHA256 });

const bufferOf = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer;

const nameOf = (commonName: string): Name =>
  new Name([
    new RelativeDistinguishedName([
      new AttributeTypeAndValue({
        type: COMMON_NAME,
        value: new AttributeValue({ utf8String: commonName }),
      }),
    ]),
  ]);

const wholeSeconds = (milliseconds: number): Date => new Date(Math.floor(milliseconds / 1_000) * 1_000);

/** RFC 7093 §2 (1): the first 160 bits of the SHA-256 of the key. */
const identifierOf = (publicKey: Uint8Array): ArrayBuffer => {
  const { subjectPublicKey } = AsnConvert.parse(bufferOf(publicKey), SubjectPublicKeyInfo);
  return bufferOf(createHash('sha256').update(Buffer.from(subjectPublicKey)).digest().subarray(0, 20));
};

const extension = (extnID: string, value: unknown, critical = false): Extension =>
  new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });

const sign = async ({ signer }: Authority, signed: ArrayBuffer): Promise<ArrayBuffer> => {
  if (signer.algorithm !== 'ES256') throw new Error('certificates are signed by ES256');
  return bufferOf(toDerSignature(await signer.sign(new Uint8Array(signed))));
};

const issuerLink = async ({ signer }: Authority): Promise<Extension> =>
  extension(
    id_ce_authorityKeyIdentifier,
    new AuthorityKeyIdentifier({ keyIdentifier: new KeyIdentifier(identifierOf(await signer.publicKey())) }),
  );

/**
 * Issues a certificate in the profile of RFC 8226 and ATIS-1000080 v4: basic constraints and key usage alone are critical, and a
 * provider's has its code. For tests, for the first start of a local system, and for operators who trust each other without a
 * third. Answers DER.
 */
export const issueCertificate = async (
  authority: Authority,
  { name, publicKey, serial, spc, from, until }: NewCertificate,
): Promise<Uint8Array> => {
  const isAuthority = spc === undefined;
  const usage = isAuthority
    ? KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign
    : KeyUsageFlags.digitalSignature;
  const tbsCertificate = new TBSCertificate({
    version: Version.v3,
    serialNumber: bufferOf(serial),
    signature: algorithm(),
    issuer: nameOf(authority.name),
    validity: new Validity({ notBefore: wholeSeconds(from), notAfter: wholeSeconds(until) }),
    subject: nameOf(name),
    subjectPublicKeyInfo: AsnConvert.parse(bufferOf(publicKey), SubjectPublicKeyInfo),
    extensions: new Extensions([
      extension(id_ce_basicConstraints, new BasicConstraints({ cA: isAuthority }), true),
      extension(id_ce_keyUsage, new KeyUsage(usage), true),
      extension(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(identifierOf(publicKey))),
      await issuerLink(authority),
      ...(isAuthority ? [] : [extension(id_pe_TNAuthList, new TNAuthorizationList([new TNEntry({ spc })]))]),
    ]),
  });
  const certificate = new Certificate({
    tbsCertificate,
    signatureAlgorithm: algorithm(),
    signatureValue: await sign(authority, AsnConvert.serialize(tbsCertificate)),
  });
  return new Uint8Array(AsnConvert.serialize(certificate));
};

/** Issues an authority's certificate for itself: a root. Answers DER. */
export const issueRoot = async (
  authority: Authority,
  { serial, from, until }: Pick<NewCertificate, 'serial'> & InForce,
): Promise<Uint8Array> =>
  issueCertificate(authority, {
    name: authority.name,
    publicKey: await authority.signer.publicKey(),
    serial,
    from,
    until,
  });

/** Issues the list of what an authority took back (RFC 5280 §5). Answers DER. */
export const issueRevocations = async (
  authority: Authority,
  { serials, from, until }: { readonly serials: readonly Uint8Array[] } & InForce,
): Promise<Uint8Array> => {
  const revoked = serials.map(
    (serial) =>
      new RevokedCertificate({
        userCertificate: bufferOf(serial),
        revocationDate: new Time(wholeSeconds(from)),
      }),
  );
  const tbsCertList = new TBSCertList({
    version: Version.v2,
    signature: algorithm(),
    issuer: nameOf(authority.name),
    thisUpdate: new Time(wholeSeconds(from)),
    nextUpdate: new Time(wholeSeconds(until)),
    ...(revoked.length > 0 && { revokedCertificates: revoked }),
    crlExtensions: [await issuerLink(authority)],
  });
  const list = new CertificateList({
    tbsCertList,
    signatureAlgorithm: algorithm(),
    signature: await sign(authority, AsnConvert.serialize(tbsCertList)),
  });
  return new Uint8Array(AsnConvert.serialize(list));
};
