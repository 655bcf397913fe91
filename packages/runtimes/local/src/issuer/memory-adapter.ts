import type { Clock } from '@temkin/kernel';
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

interface Entry {
  readonly payload: AdapterPayload;
  readonly expiresAtMilliseconds: number;
}

/** Sign-ins under way and sessions that are kept; access tokens are not among them, they stand for themselves. */
const MAX_ENTRIES = 5_000;

/**
 * Keeps the provider's sessions, interactions, grants and codes in memory. All of them end within the hour and after a
 * restart people sign in again, so nothing is lost by it. Bounded: the oldest entry makes room for a new one.
 */
export const memoryAdapter = ({
  clock,
  maxEntries = MAX_ENTRIES,
}: {
  readonly clock: Clock;
  readonly maxEntries?: number;
}): AdapterFactory => {
  const entries = new Map<string, Entry>();

  const live = (key: string): AdapterPayload | undefined => {
    const entry = entries.get(key);
    if (entry === undefined || clock.now() < entry.expiresAtMilliseconds) return entry?.payload;
    entries.delete(key);
    return undefined;
  };

  const makeRoom = (): void => {
    for (const key of entries.keys()) {
      if (entries.size < maxEntries) return;
      entries.delete(key);
    }
  };

  return (model): Adapter => {
    const keyOf = (id: string): string => `${model}:${id}`;
    return {
      upsert: async (id, payload, expiresInSeconds) => {
        entries.delete(keyOf(id));
        makeRoom();
        const expiresAtMilliseconds =
          expiresInSeconds === undefined ? Infinity : clock.now() + expiresInSeconds * 1_000;
        entries.set(keyOf(id), { payload, expiresAtMilliseconds });
      },
      find: async (id) => live(keyOf(id)),
      findByUid: async (uid) => {
        for (const [key, { payload }] of entries)
          if (key.startsWith(keyOf('')) && payload.uid === uid) return live(key);
        return undefined;
      },
      // Only the device flow asks, which is off.
      findByUserCode: async () => undefined,
      consume: async (id) => {
        const payload = live(keyOf(id));
        if (payload !== undefined) payload.consumed = Math.floor(clock.now() / 1_000);
      },
      destroy: async (id) => {
        entries.delete(keyOf(id));
      },
      revokeByGrantId: async (grantId) => {
        for (const [key, { payload }] of entries) if (payload.grantId === grantId) entries.delete(key);
      },
    };
  };
};
