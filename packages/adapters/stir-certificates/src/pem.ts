import { toBase64 } from '@temkin/kernel';

const CERTIFICATE = 'CERTIFICATE';
const REVOCATIONS = 'X509 CRL';

/** The blocks of a text that have a label, in DER. */
const blocksOf = (text: string, label: string): readonly Uint8Array[] =>
  [
    ...text.matchAll(new RegExp(`-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]+?)-----END ${label}-----`, 'g')),
  ].map(([, body = '']) => Uint8Array.from(Buffer.from(body.replaceAll(/\s/g, ''), 'base64')));

/** A leaf, and more authorities above it than any chain in the field has. */
const MOST_CERTIFICATES = 5;

const LINE = 64;

/**
 * The certificates of a text in PEM (RFC 7468), in DER and in the order they stand in; undefined where there is none, or more
 * than five.
 */
export const fromPem = (text: string): readonly Uint8Array[] | undefined => {
  const chain = blocksOf(text, CERTIFICATE);
  return chain.length > 0 && chain.length <= MOST_CERTIFICATES ? chain : undefined;
};

const block = (label: string, der: Uint8Array): string => {
  const lines = toBase64(der).match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
};

/** Certificates in PEM, one behind the other. */
export const toPem = (chain: readonly Uint8Array[]): string =>
  chain.map((der) => block(CERTIFICATE, der)).join('');

/**
 * The lists of revoked certificates of a text in PEM, in DER. Throws where there is none: it comes from our own configuration, and one
 * that is passed over takes nothing back.
 */
export const revocationsFromPem = (text: string): readonly Uint8Array[] => {
  const lists = blocksOf(text, REVOCATIONS);
  if (lists.length === 0) throw new Error('there is no list of revoked certificates');
  return lists;
};

/** The roots of a text in PEM, in DER, however many. Throws where there is none, for the same reason. */
export const anchorsFromPem = (text: string): readonly Uint8Array[] => {
  const anchors = blocksOf(text, CERTIFICATE);
  if (anchors.length === 0) throw new Error('there is no root that could be trusted');
  return anchors;
};

/** A list of revoked certificates in PEM. */
export const revocationsToPem = (der: Uint8Array): string => block(REVOCATIONS, der);
