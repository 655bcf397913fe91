import type { RandomBytes } from '@temkin/kernel';
import type { KeyRing } from './key-ring.ts';
import { open, seal } from './seal.ts';

/** A random key sealed under a tenant key, as its item stores it. */
export type WrappedKey = {
  /** Id of the tenant key that wraps it. */
  readonly keyId: string;
  /** 24 bytes. */
  readonly nonce: Uint8Array;
  readonly wrapped: Uint8Array;
};

/** Wraps random keys under a tenant's key of one purpose, each bound to what it belongs to. */
export interface KeyWrap {
  /** `boundTo` names the owner (a label id, say); the key opens for that owner alone. */
  wrap(tenant: string, key: Uint8Array, boundTo: string): Promise<WrappedKey>;
  /** Undefined where the wrapping key is gone or the owner is another. */
  unwrap(tenant: string, wrapped: WrappedKey, boundTo: string): Promise<Uint8Array | undefined>;
}

/** Key wraps under the tenant keys of one purpose. */
export const keyWrap = (ring: KeyRing, purpose: string, random: RandomBytes): KeyWrap => {
  const associatedData = (tenant: string, boundTo: string): string =>
    JSON.stringify([tenant, purpose, boundTo]);
  return {
    wrap: async (tenant, key, boundTo) => {
      const { id, key: tenantKey } = await ring.current(tenant, purpose);
      const { nonce, ciphertext } = seal(tenantKey, key, associatedData(tenant, boundTo), random);
      return { keyId: id, nonce, wrapped: ciphertext };
    },
    unwrap: async (tenant, { keyId, nonce, wrapped }, boundTo) => {
      const found = await ring.byId(tenant, purpose, keyId);
      return found && open(found.key, { nonce, ciphertext: wrapped }, associatedData(tenant, boundTo));
    },
  };
};
