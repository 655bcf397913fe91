import { createHash, randomBytes, sign, type KeyObject } from 'node:crypto';

/** Signs as an app does that has read docs/device-protocol.md, and nothing of the code under test. */
export interface Signer {
  readonly deviceId: string;
  readonly secret: KeyObject;
}

/** What is signed, and how it differs from what the protocol asks for. */
export interface Signing {
  readonly method: string;
  readonly url: string;
  readonly authorization: string;
  readonly body?: string | Uint8Array<ArrayBuffer> | undefined;
  readonly createdSeconds: number;
  readonly nonce?: string;
  readonly tag?: string;
  readonly label?: string;
  /** Further parameters, as they stand in the field. */
  readonly more?: string;
  /** Instead of the components that are asked for. */
  readonly covers?: readonly string[];
}

export const contentDigest = (body: string | Uint8Array): string =>
  `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;

/** A signature over any text: Ed25519, or ECDSA with SHA-256 as r ‖ s. */
export const signatureOver = (secret: KeyObject, text: string): string =>
  secret.asymmetricKeyType === 'ed25519'
    ? sign(null, Buffer.from(text), secret).toString('base64')
    : sign('sha256', Buffer.from(text), { key: secret, dsaEncoding: 'ieee-p1363' }).toString('base64');

/** The fields of a signed request (RFC 9421 §4, RFC 9530). */
export const signatureFields = (
  { deviceId, secret }: Signer,
  { method, url, authorization, body, createdSeconds, ...how }: Signing,
): Readonly<Record<string, string>> => {
  const { nonce = randomBytes(16).toString('base64url'), tag = 'temkin-device', label = 'device' } = how;
  const digest = body === undefined ? undefined : contentDigest(body);
  const values: Readonly<Record<string, string | undefined>> = {
    '@method': method,
    '@target-uri': url,
    authorization,
    'content-digest': digest,
  };
  const covers = how.covers ?? Object.keys(values).filter((name) => values[name] !== undefined);
  const parameters =
    `(${covers.map((name) => `"${name}"`).join(' ')});created=${createdSeconds};nonce="${nonce}"` +
    `;keyid="${deviceId}";tag="${tag}"${how.more ?? ''}`;
  const base = [
    ...covers.map((name) => `"${name}": ${values[name] ?? ''}`),
    `"@signature-params": ${parameters}`,
  ].join('\n');
  return {
    ...(digest !== undefined && { 'content-digest': digest }),
    'signature-input': `${label}=${parameters}`,
    signature: `${label}=:${signatureOver(secret, base)}:`,
  };
};
