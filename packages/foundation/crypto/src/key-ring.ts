import type { Clock, RandomBytes } from '@temkin/kernel';
import { toHex } from '@temkin/kernel';
import type { KeyContext, RootKey, WrappedKeys } from './root-key.ts';

/** A tenant's key for one purpose, and the name under which it can be found again. */
export interface TenantKey {
  readonly id: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
}

/** Tenant keys by purpose; what is sealed or hashed under one stores its id. */
export interface KeyRing {
  /** The key for new values. */
  current(tenant: string, purpose: string): Promise<TenantKey>;
  /** The key an existing value names; undefined where it does not exist (any more). */
  byId(tenant: string, purpose: string, id: string): Promise<TenantKey | undefined>;
}

export interface KeyRingDependencies {
  readonly rootKey: RootKey;
  readonly wrappedKeys: WrappedKeys;
  readonly clock: Clock;
  readonly random: RandomBytes;
  /**
   * `shared`: all processes use one key per month. `own`: every process makes its own, so it never needs to unwrap one
   * (it may hold the right to generate and not the right to decrypt).
   */
  readonly epochs: 'shared' | 'own';
}

/** How long a key is kept in memory: a revoked root key stops a warm process within this time. */
const CACHE_MILLISECONDS = 15 * 60_000;

/** A bound for a process that serves many tenants. */
const CACHE_ENTRIES = 1_000;

/** The calendar month (UTC) that an instant falls in, `YYYY-MM`: no tenant key is current for longer. */
export const epochOf = (epochMilliseconds: number): string =>
  new Date(epochMilliseconds).toISOString().slice(0, 7);

/** The key ring over a root key: one root-key call per tenant, purpose, epoch and quarter of an hour and process. */
export const keyRing = (dependencies: KeyRingDependencies): KeyRing => {
  const { rootKey, wrappedKeys, clock, random, epochs } = dependencies;
  const cache = new Map<
    string,
    { readonly key: Promise<Uint8Array | undefined>; readonly untilMilliseconds: number }
  >();

  /** Single-flight: callers that come while a key is on its way share the one call. A failure is not remembered. */
  const cached = (
    context: KeyContext,
    load: () => Promise<Uint8Array | undefined>,
  ): Promise<Uint8Array | undefined> => {
    const name = JSON.stringify([context.tenant, context.purpose, context.keyId]);
    const known = cache.get(name);
    if (known !== undefined && clock.now() < known.untilMilliseconds) return known.key;
    const key = load();
    cache.delete(name);
    cache.set(name, { key, untilMilliseconds: clock.now() + CACHE_MILLISECONDS });
    const oldest = cache.keys().next();
    if (cache.size > CACHE_ENTRIES && oldest.done !== true) cache.delete(oldest.value);
    const forget = (): void => {
      if (cache.get(name)?.key === key) cache.delete(name);
    };
    key.then((found) => {
      if (found === undefined) forget();
    }, forget);
    return key;
  };

  const unwrapStored = async (context: KeyContext): Promise<Uint8Array | undefined> => {
    const wrapped = await wrappedKeys.find(context);
    return wrapped === undefined ? undefined : rootKey.unwrap(wrapped, context);
  };

  const generate = async (context: KeyContext): Promise<Uint8Array | undefined> => {
    const { key, wrapped } = await rootKey.generateDataKey(context);
    return (await wrappedKeys.putIfAbsent(context, wrapped)) ? key : undefined;
  };

  const sharedKey = async (tenant: string, purpose: string): Promise<TenantKey> => {
    const context = { tenant, purpose, keyId: epochOf(clock.now()) };
    const key = await cached(
      context,
      async () => (await unwrapStored(context)) ?? (await generate(context)) ?? (await unwrapStored(context)),
    );
    if (key === undefined) throw new Error(`the ${purpose} key of this month cannot be stored`);
    return { id: context.keyId, key };
  };

  const ownIds = new Map<string, { readonly id: string; readonly untilMilliseconds: number }>();

  const ownKey = async (tenant: string, purpose: string): Promise<TenantKey> => {
    const owner = JSON.stringify([tenant, purpose]);
    let own = ownIds.get(owner);
    if (own === undefined || clock.now() >= own.untilMilliseconds) {
      own = {
        id: `${epochOf(clock.now())}.${toHex(random(8))}`,
        untilMilliseconds: clock.now() + CACHE_MILLISECONDS,
      };
      ownIds.set(owner, own);
    }
    const context = { tenant, purpose, keyId: own.id };
    const key = await cached(context, () => generate(context));
    if (key === undefined) throw new Error(`the ${purpose} key cannot be stored`);
    return { id: own.id, key };
  };

  return {
    current: epochs === 'shared' ? sharedKey : ownKey,
    byId: async (tenant, purpose, keyId) => {
      const context = { tenant, purpose, keyId };
      const key = await cached(context, () => unwrapStored(context));
      return key === undefined ? undefined : { id: keyId, key };
    },
  };
};
