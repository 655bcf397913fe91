import { toBase64 } from '@temkin/kernel';

const BLOCK = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+?)-----END CERTIFICATE-----/g;

/** A leaf, and more authorities above it than any chain in the field has. */
const MOST_CERTIFICATES = 5;

const LINE = 64;

/**
 * The certificates of a text in PEM (RFC 7468), in DER and in the order they stand in; undefined where there is none, or more
 * than five.
 */
export const fromPem = (text: string): readonly Uint8Array[] | undefined => {
  const chain = [...text.matchAll(BLOCK)].map(([, body = '']) =>
    Uint8Array.from(Buffer.from(body.replaceAll(/\s/g, ''), 'base64')),
  );
  return chain.length > 0 && chain.length <= MOST_CERTIFICATES ? chain : undefined;
};

const block = (label: string, der: Uint8Array): string => {
  const lines = toBase64(der).match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
};

/** Certificates in PEM, one behind the other. */
export const toPem = (chain: readonly Uint8Array[]): string =>
  chain.map((der) => block('CERTIFICATE', der)).join('');

/** A list of revoked certificates out of PEM, in DER. Throws where there is none: it comes from our own configuration. */
export const revocationsFromPem = (text: string): Uint8Array => {
  const [, body] = /-----BEGIN X509 CRL-----([A-Za-z0-9+/=\s]+?)-----END X509 CRL-----/.exec(text) ?? [];
  if (body === undefined) throw new Error('there is no list of revoked certificates');
  return Uint8Array.from(Buffer.from(body.replaceAll(/\s/g, ''), 'base64'));
};

/** A list of revoked certificates in PEM. */
export const revocationsToPem = (der: Uint8Array): string => block('X509 CRL', der);
