/** Signs for the outside world: checkpoints (Ed25519, RFC 8032) and call tokens (ES256, RFC 7518 §3.4). */
export interface Signer {
  readonly algorithm: 'Ed25519' | 'ES256';
  /** SubjectPublicKeyInfo, DER (RFC 5280 §4.1.2.7). */
  publicKey(): Promise<Uint8Array>;
  /** Signature over the message itself: 64 bytes, for ES256 as r ‖ s. */
  sign(message: Uint8Array): Promise<Uint8Array>;
}
