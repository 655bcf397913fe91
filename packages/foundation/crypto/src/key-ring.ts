import type { Clock, RandomBytes } from '@temkin/kernel';
import { toHex } from '@temkin/kernel';
import type { KeyContext, RootKey, WrappedKeys } from './root-key.ts';
import { singleFlight } from './single-flight.ts';

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
  const kept = { clock, keepMilliseconds: CACHE_MILLISECONDS, maxEntries: CACHE_ENTRIES };
  const keys = singleFlight<Uint8Array | undefined>(kept);
  const ownKeys = singleFlight<TenantKey>(kept);

  const cached = (
    { tenant, purpose, keyId }: KeyContext,
    load: () => Promise<Uint8Array | undefined>,
  ): Promise<Uint8Array | undefined> => keys(JSON.stringify([tenant, purpose, keyId]), load);

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
    const load = async (): Promise<Uint8Array | undefined> =>
      (await unwrapStored(context)) ?? (await generate(context)) ?? (await unwrapStored(context));
    // Once more, since the first may have joined a `byId` that was on its way to find nothing.
    const key = (await cached(context, load)) ?? (await cached(context, load));
    if (key === undefined) throw new Error(`the ${purpose} key of this month cannot be stored`);
    return { id: context.keyId, key };
  };

  /** A key that is not kept any more, or that could not be stored for sure, is followed by one of a new id. */
  const ownKey = (tenant: string, purpose: string): Promise<TenantKey> =>
    ownKeys(JSON.stringify([tenant, purpose]), async () => {
      const context = { tenant, purpose, keyId: `${epochOf(clock.now())}.${toHex(random(8))}` };
      const key = await cached(context, () => generate(context));
      if (key === undefined) throw new Error(`the ${purpose} key cannot be stored`);
      return { id: context.keyId, key };
    });

  return {
    current: epochs === 'shared' ? sharedKey : ownKey,
    byId: async (tenant, purpose, keyId) => {
      const context = { tenant, purpose, keyId };
      const key = await cached(context, () => unwrapStored(context));
      return key === undefined ? undefined : { id: keyId, key };
    },
  };
};
