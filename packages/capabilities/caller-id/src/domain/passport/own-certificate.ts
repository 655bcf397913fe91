import type { P256Key } from '@temkin/crypto';

/** A certificate by which calls of a company are signed, as it is published. */
export interface OwnCertificate {
  readonly tenant: string;
  /** Code of the company's licence as a provider. */
  readonly spc: string;
  /** Serial number in hexadecimal: names it for good, so what is found there never changes. */
  readonly serial: string;
  /** `x5u`: https, and the path by which we serve it. */
  readonly address: string;
  /** The leaf, then what is between it and its root; in DER, and as it is served. */
  readonly chain: readonly Uint8Array[];
  readonly pem: string;
  readonly key: P256Key;
  /** When the whole chain is in force: milliseconds since the epoch, both within. */
  readonly from: number;
  readonly until: number;
  /** SHA-256 of the leaf in base64url (RFC 7517 §4.9, `x5t#S256`). */
  readonly thumbprint: string;
}

/** Where the certificate of a provider is served. */
export const certificatePath = (spc: string, serial: string): string => `/stir/${spc}/${serial}.pem`;
