import {
  id_pe_JWTClaimConstraints,
  id_pe_TNAuthList,
  JWTClaimConstraints,
  TNAuthorizationList,
} from '@peculiar/asn1-rfc8226';
import { AsnConvert } from '@peculiar/asn1-schema';
import {
  BasicConstraints,
  Certificate,
  id_ce_basicConstraints,
  id_ce_keyUsage,
  KeyUsage,
  KeyUsageFlags,
} from '@peculiar/asn1-x509';
import type { ClaimConstraints } from '@temkin/caller-id/domain';
import type { P256Key } from '@temkin/crypto';
import { X509Certificate } from 'node:crypto';

/** ecdsa-with-SHA256 (RFC 5758 §3.2), the only algorithm of SHAKEN (ATIS-1000080). */
export const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';

/** What of a certificate decides. */
export interface ReadCertificate {
  /** For names and signatures. */
  readonly x509: X509Certificate;
  /** Milliseconds since the epoch, both within. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly key: P256Key;
  readonly isAuthority: boolean;
  /** How many authorities may stand between this one and a leaf. */
  readonly pathLength: number;
  readonly signs: boolean;
  readonly signsCertificates: boolean;
  /** Providers that it authorizes; undefined without a TNAuthList (RFC 8226 §9). */
  readonly providers: readonly string[] | undefined;
  /** What its tokens may say; undefined where it says nothing of that. */
  readonly constraints: ClaimConstraints | undefined;
  /** In hexadecimal. */
  readonly serial: string;
}

/** What we know the meaning of, and so may be critical. A TNAuthList may not (ATIS-1000080): other verifiers do not know it. */
const KNOWN: ReadonlySet<string> = new Set([id_ce_basicConstraints, id_ce_keyUsage]);

/** The same as JWTClaimConstraints, and what may not be said besides (RFC 9118 §4), which we do not read: it constrains all the same. */
const ENHANCED_CONSTRAINTS = '1.3.6.1.5.5.7.1.33';

const CODE = /^[A-Za-z0-9]{1,32}$/;

const keyOf = ({ publicKey }: X509Certificate): P256Key | undefined => {
  const { kty, crv, x, y } = publicKey.export({ format: 'jwk' });
  return kty === 'EC' && crv === 'P-256' && x !== undefined && y !== undefined
    ? { kty, crv, x, y }
    : undefined;
};

/** Codes alone: a list with numbers or ranges is no list of providers (ATIS-1000080 forbids them in a leaf). */
const providersOf = (value: ArrayBuffer): readonly string[] => {
  const entries = [...AsnConvert.parse(value, TNAuthorizationList)];
  const codes = entries.flatMap(({ spc }) => (spc !== undefined && CODE.test(spc) ? [spc] : []));
  return codes.length === entries.length ? codes : [];
};

const constraintsOf = (value: ArrayBuffer): ClaimConstraints => {
  const { mustInclude = [], permittedValues = [] } = AsnConvert.parse(value, JWTClaimConstraints);
  return {
    mustInclude: [...mustInclude],
    permitted: [...permittedValues].map(({ claim, permitted }) => ({ claim, values: [...permitted] })),
  };
};

const bufferOf = (der: Uint8Array): ArrayBuffer => Uint8Array.from(der).buffer;

/** Throws for what is no certificate. */
const read = (der: Uint8Array): ReadCertificate | 'key' | 'extension' | undefined => {
  const x509 = new X509Certificate(der);
  // What is behind the end of a certificate would not be signed.
  if (!x509.raw.equals(der)) return undefined;
  const { tbsCertificate, signatureAlgorithm } = AsnConvert.parse(bufferOf(der), Certificate);
  const key = keyOf(x509);
  const algorithms = [signatureAlgorithm, tbsCertificate.signature].map(({ algorithm }) => algorithm);
  if (key === undefined || algorithms.some((algorithm) => algorithm !== ECDSA_WITH_SHA256)) return 'key';

  const extensions = [...(tbsCertificate.extensions ?? [])];
  const names = extensions.map(({ extnID }) => extnID);
  const isStrange = extensions.some(({ critical, extnID }) => critical && !KNOWN.has(extnID));
  if (isStrange || names.includes(ENHANCED_CONSTRAINTS) || new Set(names).size < names.length)
    return 'extension';
  const valueOf = (name: string): ArrayBuffer | undefined =>
    extensions.find(({ extnID }) => extnID === name)?.extnValue.buffer;

  const constraints = valueOf(id_ce_basicConstraints);
  const { cA = false, pathLenConstraint } =
    constraints === undefined ? {} : AsnConvert.parse(constraints, BasicConstraints);
  const usage = valueOf(id_ce_keyUsage);
  const flags = usage === undefined ? 0 : AsnConvert.parse(usage, KeyUsage).toNumber();
  const list = valueOf(id_pe_TNAuthList);
  const claims = valueOf(id_pe_JWTClaimConstraints);
  return {
    x509,
    notBefore: tbsCertificate.validity.notBefore.getTime().getTime(),
    notAfter: tbsCertificate.validity.notAfter.getTime().getTime(),
    key,
    isAuthority: cA,
    pathLength: pathLenConstraint ?? Number.POSITIVE_INFINITY,
    signs: (flags & KeyUsageFlags.digitalSignature) !== 0,
    signsCertificates: (flags & KeyUsageFlags.keyCertSign) !== 0,
    providers: list === undefined ? undefined : providersOf(list),
    constraints: claims === undefined ? undefined : constraintsOf(claims),
    serial: Buffer.from(tbsCertificate.serialNumber).toString('hex'),
  };
};

/**
 * Reads a certificate in DER. Answers `unreadable` for what is none, `key` for another key than P-256 or another algorithm, and
 * `extension` for a critical extension that we do not know, one that constrains in a way that we do not read, or one that is there twice.
 */
export const readCertificate = (der: Uint8Array): ReadCertificate | 'unreadable' | 'key' | 'extension' => {
  try {
    return read(der) ?? 'unreadable';
  } catch {
    return 'unreadable';
  }
};
