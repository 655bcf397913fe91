import { open, seal, type KeyContext, type RootKey } from '@temkin/crypto';
import { concatBytes, systemRandom } from '@temkin/kernel';
import type { SystemRootKeys } from '../../packages/runtimes/local/src/compose.ts';

const NONCE_BYTES = 24;

const boundTo = ({ tenant, purpose, keyId }: KeyContext): string => JSON.stringify([tenant, purpose, keyId]);

/** A random root key that lives and dies with the test. */
export const memoryRootKey = (): RootKey => {
  const root = systemRandom(32);
  return {
    generateDataKey: async (context) => {
      const key = systemRandom(32);
      const { nonce, ciphertext } = seal(root, key, boundTo(context), systemRandom);
      return { key, wrapped: concatBytes(nonce, ciphertext) };
    },
    unwrap: async (wrapped, context) => {
      const sealed = { nonce: wrapped.subarray(0, NONCE_BYTES), ciphertext: wrapped.subarray(NONCE_BYTES) };
      const key = open(root, sealed, boundTo(context));
      if (key === undefined) throw new Error('the wrapped key belongs to another root key or context');
      return key;
    },
  };
};

/** All roots of a system. */
export const memoryRootKeys = (): SystemRootKeys => ({
  main: memoryRootKey(),
  escrow: memoryRootKey(),
  registry: memoryRootKey(),
  registryIndex: memoryRootKey(),
});
