/** What a wrapped tenant key is bound to; it opens under exactly this (the KMS encryption context). */
export interface KeyContext {
  readonly tenant: string;
  readonly purpose: string;
  readonly keyId: string;
}

/** The key above all keys: in KMS, an HSM or, for a laptop, a file. It never leaves its home. */
export interface RootKey {
  /** A new 32-byte data key, in clear and wrapped. */
  generateDataKey(context: KeyContext): Promise<{ readonly key: Uint8Array; readonly wrapped: Uint8Array }>;
  /** The data key that was wrapped under this context; rejects where root key or context differ. */
  unwrap(wrapped: Uint8Array, context: KeyContext): Promise<Uint8Array>;
}

/** Where wrapped tenant keys are kept. */
export interface WrappedKeys {
  find(name: KeyContext): Promise<Uint8Array | undefined>;
  /** Stores unless one of that name exists; answers whether this one is now the stored one. */
  putIfAbsent(name: KeyContext, wrapped: Uint8Array): Promise<boolean>;
}
