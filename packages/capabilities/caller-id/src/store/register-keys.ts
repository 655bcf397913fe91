import type { KeyWrap, WrappedKey } from '@temkin/crypto';
import type { RandomBytes } from '@temkin/kernel';
import { bytesOf, keyOf, textOf, type Item, type Table } from '@temkin/storage';

/** What is found by a keyed hash however old it is. */
export type Register = 'staff-number' | 'collection-account';

const KEY_BYTES = 32;

const registerKeyKey = (tenant: string, register: Register) =>
  keyOf('calls', 'registerKey', { tenant, register });

const toWrapped = (item: Item): WrappedKey => ({
  keyId: textOf(item, 'keyId'),
  nonce: bytesOf(item, 'nonce'),
  wrapped: bytesOf(item, 'wrapped'),
});

/**
 * The hash keys of a tenant's registers: random, one for each register and for good, wrapped by a tenant key of purpose
 * `call-register`. Tenant keys are of a month, and what is registered stays for years: under one key of its own it is found by
 * one read, in whatever month it was registered.
 */
export const registerKeys = ({
  table,
  keys,
  random,
}: {
  readonly table: Table;
  readonly keys: KeyWrap;
  readonly random: RandomBytes;
}) => {
  const find = async (tenant: string, register: Register): Promise<Uint8Array | undefined> => {
    const item = await table.get(registerKeyKey(tenant, register));
    if (item === undefined) return undefined;
    const key = await keys.unwrap(tenant, toWrapped(item), register);
    if (key === undefined) throw new Error(`the key of a register of ${register}s does not open`);
    return key;
  };

  return {
    /** Undefined where nothing was ever registered. */
    find,

    /** The key, made where there is none yet; of two that are made at once, both are told the same one. */
    findOrMake: async (tenant: string, register: Register): Promise<Uint8Array> => {
      const found = await find(tenant, register);
      if (found !== undefined) return found;
      const key = random(KEY_BYTES);
      const { outcome } = await table.write({
        kind: 'put',
        key: registerKeyKey(tenant, register),
        item: { ...(await keys.wrap(tenant, key, register)) },
        condition: 'absent',
      });
      const kept = outcome === 'committed' ? key : await find(tenant, register);
      if (kept === undefined) throw new Error('the key of a register cannot be stored');
      return kept;
    },
  };
};

export type RegisterKeys = ReturnType<typeof registerKeys>;
