import {
  epochOf,
  keyRing,
  type KeyContext,
  type RootKey,
  type TenantKey,
  type WrappedKeys,
} from '@temkin/crypto';
import { OutcomeUnknown, systemRandom, toHex } from '@temkin/kernel';
import { beforeEach, describe, expect, it } from 'vitest';

const MINUTE = 60_000;
const NOVEMBER = Date.parse('2026-11-21T09:00:00Z');

const nameOf = ({ tenant, purpose, keyId }: KeyContext): string => JSON.stringify([tenant, purpose, keyId]);

let now = NOVEMBER;
let calls: string[] = [];
/** Thrown by the next call of this name. */
let faults: Map<string, Error>;
let stored: Map<string, Uint8Array>;
beforeEach(() => {
  now = NOVEMBER;
  calls = [];
  faults = new Map();
  stored = new Map();
});

const count = (call: string): number => calls.filter((made) => made === call).length;
const record = async (call: string): Promise<void> => {
  calls.push(call);
  await Promise.resolve();
  const fault = faults.get(call);
  faults.delete(call);
  if (fault !== undefined) throw fault;
};

/** Wraps by writing the context before the key: what opens is plain to see. */
const rootKey: RootKey = {
  generateDataKey: async (context) => {
    await record('generate');
    const key = systemRandom(32);
    return { key, wrapped: Buffer.concat([Buffer.from(nameOf(context)), key]) };
  },
  unwrap: async (wrapped, context) => {
    await record('unwrap');
    const head = Buffer.from(nameOf(context));
    if (!head.equals(wrapped.slice(0, -32))) throw new Error('another context');
    return wrapped.slice(-32);
  },
};
const wrappedKeys: WrappedKeys = {
  find: async (name) => {
    await record('find');
    return stored.get(nameOf(name));
  },
  putIfAbsent: async (name, wrapped) => {
    const absent = !stored.has(nameOf(name));
    if (absent) stored.set(nameOf(name), wrapped);
    await record('put');
    return absent;
  },
};

const asText = ({ id, key }: TenantKey) => ({ id, key: toHex(key) });

/** A ring whose keys come as text, which compares. */
const ring = (epochs: 'shared' | 'own' = 'shared', keys = wrappedKeys) => {
  const made = keyRing({
    rootKey,
    wrappedKeys: keys,
    clock: { now: () => now },
    random: systemRandom,
    epochs,
  });
  return {
    current: async (tenant: string, purpose: string) => asText(await made.current(tenant, purpose)),
    byId: async (tenant: string, purpose: string, id: string) => {
      const found = await made.byId(tenant, purpose, id);
      return found && asText(found);
    },
  };
};

const rootKeyCalls = (): number => count('generate') + count('unwrap');

describe.each(['shared', 'own'] as const)('a key ring with %s epochs', (epochs) => {
  it('asks the root key once for 3,000 that come at once', async () => {
    const { current } = ring(epochs);
    const keys = await Promise.all(Array.from({ length: 3_000 }, () => current('ems', 'label')));
    expect(new Set(keys.map(({ id, key }) => `${id} ${key}`)).size).toBe(1);
    expect(rootKeyCalls()).toBe(1);
  });

  it('asks again after a quarter of an hour, and not before', async () => {
    const { current } = ring(epochs);
    await current('ems', 'label');
    now += 15 * MINUTE - 1;
    await current('ems', 'label');
    expect(rootKeyCalls()).toBe(1);
    now += 1;
    await current('ems', 'label');
    expect(rootKeyCalls()).toBe(2);
  });

  it('has a key of its own for each tenant and purpose, however their names join', async () => {
    const { current } = ring(epochs);
    const keys = await Promise.all([
      current('ems', 'label'),
      current('ems', 'phone'),
      current('vtp', 'label'),
      current('em', 'slabel'),
    ]);
    expect(new Set(keys.map(({ key }) => key)).size).toBe(4);
  });

  it.each(['generate', 'put'])(
    'tells all who wait of a failure, and does not remember it: %s',
    async (call) => {
      faults.set(call, new Error('away'));
      const { current } = ring(epochs);
      const waiting = await Promise.allSettled([1, 2, 3].map(() => current('ems', 'label')));
      expect(waiting.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
      const { id, key } = await current('ems', 'label');
      expect(await ring().byId('ems', 'label', id)).toEqual({ id, key });
    },
  );

  it('comes to a stored key where a put was applied and reported lost', async () => {
    faults.set('put', new OutcomeUnknown('lost'));
    const { current } = ring(epochs);
    await expect(current('ems', 'label')).rejects.toThrow(OutcomeUnknown);
    const { id, key } = await current('ems', 'label');
    expect(await ring().byId('ems', 'label', id)).toEqual({ id, key });
  });

  it('makes another key in another month of UTC', async () => {
    now = Date.parse('2026-11-30T23:59:59.999Z');
    const { current } = ring(epochs);
    const november = await current('ems', 'label');
    now += epochs === 'shared' ? 1 : 15 * MINUTE;
    const december = await current('ems', 'label');
    expect(november.id).toMatch(/^2026-11/);
    expect(december.id).toMatch(/^2026-12/);
    expect(december.key).not.toBe(november.key);
  });

  it('keeps at most 1,000 keys in memory, the newest, and serves more tenants than that', async () => {
    const { current } = ring(epochs);
    const tenants = Array.from({ length: 1_001 }, (_, at) => `tenant-${at}`);
    for (const tenant of tenants) await current(tenant, 'label');
    expect(rootKeyCalls()).toBe(1_001);
    await current('tenant-1', 'label');
    expect(rootKeyCalls()).toBe(1_001);
    await current('tenant-0', 'label');
    expect(rootKeyCalls()).toBe(1_002);
  });
});

describe('a key ring with shared epochs', () => {
  it('agrees with another one that races it for the first key of a month', async () => {
    const rings = [ring(), ring(), ring()];
    const keys = await Promise.all(rings.map(({ current }) => current('ems', 'label')));
    expect(new Set(keys.map(({ id, key }) => `${id} ${key}`)).size).toBe(1);
    expect(count('generate')).toBeGreaterThan(1);
    expect(stored.size).toBe(1);
  });

  it('finds this month’s key after a restart', async () => {
    const before = await ring().current('ems', 'label');
    const after = await ring().current('ems', 'label');
    expect(after).toEqual(before);
    expect(count('generate')).toBe(1);
  });

  it('opens what was sealed in earlier months by the id it names', async () => {
    const { id, key } = await ring().current('ems', 'label');
    now += 400 * 24 * 60 * MINUTE;
    expect(await ring().byId('ems', 'label', id)).toEqual({ id, key });
  });

  it('knows by its id the key it has just made', async () => {
    const { current, byId } = ring();
    const { id, key } = await current('ems', 'label');
    expect(await byId('ems', 'label', id)).toEqual({ id, key });
    expect(rootKeyCalls()).toBe(1);
  });

  it('answers undefined for an id that does not exist, and looks again the next time', async () => {
    const { current, byId } = ring();
    const id = epochOf(now);
    expect(await byId('ems', 'label', id)).toBeUndefined();
    expect(await byId('ems', 'phone', id)).toBeUndefined();
    const { key } = await current('ems', 'label');
    expect(await byId('ems', 'label', id)).toEqual({ id, key });
    expect(await byId('vtp', 'label', id)).toBeUndefined();
  });

  it('makes the first key of a month also while somebody looks for it', async () => {
    const { current, byId } = ring();
    const [sought, ...made] = await Promise.all([
      byId('ems', 'label', epochOf(now)),
      current('ems', 'label'),
      current('ems', 'label'),
    ]);
    expect(sought).toBeUndefined();
    expect(made[1]).toEqual(made[0]);
    expect(rootKeyCalls()).toBe(1);
  });

  it('rejects where the root key does not unwrap, and asks again the next time', async () => {
    const { id, key } = await ring().current('ems', 'label');
    faults.set('unwrap', new Error('revoked'));
    const { byId } = ring();
    await expect(byId('ems', 'label', id)).rejects.toThrow('revoked');
    expect(await byId('ems', 'label', id)).toEqual({ id, key });
  });

  it('says so where the store neither takes nor gives a key', async () => {
    const { current } = ring('shared', { find: async () => undefined, putIfAbsent: async () => false });
    await expect(current('ems', 'label')).rejects.toThrow('the label key of this month cannot be stored');
  });
});

describe('a key ring with own epochs', () => {
  it('never unwraps, in a day of work and beside others', async () => {
    const rings = [ring('own'), ring('own')];
    const ids = new Set<string>();
    for (const end = now + 24 * 60 * MINUTE; now < end; now += 7 * MINUTE)
      for (const { current } of rings) ids.add((await current('ems', 'escrow')).id);
    expect(count('unwrap')).toBe(0);
    expect(ids.size).toBe(count('generate'));
    expect(stored.size).toBe(ids.size);
  });

  it('makes keys that whoever may unwrap finds by their id', async () => {
    const { id, key } = await ring('own').current('ems', 'escrow');
    expect(id).toMatch(/^2026-11\.[0-9a-f]{16}$/);
    expect(await ring('own').byId('ems', 'escrow', id)).toEqual({ id, key });
  });
});
