import { cryptoReady, keyRing, type KeyRing, type RootKey } from '@temkin/crypto';
import { idempotencyClaims, type IdempotencyClaims } from '@temkin/http';
import { OutcomeUnknown, systemRandom, toHex, utf8, type Caller } from '@temkin/kernel';
import { tableWrappedKeys, type Table, type WriteVerdict } from '@temkin/storage';
import { describe, expect, it } from 'vitest';
import { testTable } from '../support/store.ts';

const { table } = await testTable();
await cryptoReady;

const HOUR = 3_600_000;
const MID_MONTH = Date.UTC(2026, 5, 15);
const NEW_MONTH = Date.UTC(2026, 6, 1);

/** Wraps nothing: only the names of keys matter here. */
const rootKey: RootKey = {
  generateDataKey: async () => {
    const key = systemRandom(32);
    return { key, wrapped: key };
  },
  unwrap: async (wrapped) => wrapped,
};

/** One process with a clock of its own. */
const processAt = (startMilliseconds: number, over: Table = table) => {
  const time = { now: startMilliseconds };
  const clock = { now: () => time.now };
  const ring: KeyRing = keyRing({
    rootKey,
    wrappedKeys: tableWrappedKeys(table, clock),
    clock,
    random: systemRandom,
    epochs: 'shared',
  });
  const claims = idempotencyClaims({ table: over, keyRing: ring, clock, random: systemRandom });
  return { claims, time };
};

const callerOf = (tenant: string, client: string, id: string): Caller => ({
  principal: { tenant, id, client, roles: ['order-system'] },
  reliedOn: [],
});

const newTenant = (): string => `t-${toHex(systemRandom(8))}`;

const claim = (
  claims: IdempotencyClaims,
  tenant: string,
  { route = 'POST /v1/things', key = 'k', body = '{}', client = 'c', person = 'p' } = {},
): Promise<Uint8Array> => claims.claim(callerOf(tenant, client, person), { route, key, body: utf8(body) });

/** A view of the table in which nobody's read is answered before everybody has asked: the tightest race. */
const readTogether = (processes: number): Table => {
  const arrived: (() => void)[] = [];
  return {
    ...table,
    getMany: async (keys) => {
      const items = await table.getMany(keys);
      await new Promise<void>((resolve) => {
        arrived.push(resolve);
        if (arrived.length >= processes) arrived.forEach((goOn) => goOn());
      });
      return items;
    },
  };
};

describe('an idempotency key', () => {
  it('gives the same seed for the same request, in any process', async () => {
    const tenant = newTenant();
    const seed = await claim(processAt(MID_MONTH).claims, tenant);
    expect(seed).toHaveLength(32);
    expect(await claim(processAt(MID_MONTH + HOUR).claims, tenant)).toEqual(seed);
  });

  it('refuses another body', async () => {
    const tenant = newTenant();
    const { claims } = processAt(MID_MONTH);
    await claim(claims, tenant);
    await expect(claim(claims, tenant, { body: '{ }' })).rejects.toMatchObject({
      code: 'REQUEST.IDEMPOTENCY_MISMATCH',
    });
  });

  it('means nothing to another tenant, client, person or route', async () => {
    const tenant = newTenant();
    const { claims } = processAt(MID_MONTH);
    const seeds = [
      await claim(claims, tenant),
      await claim(claims, newTenant(), { body: 'other' }),
      await claim(claims, tenant, { client: 'd', body: 'other' }),
      await claim(claims, tenant, { person: 'q' }),
      await claim(claims, tenant, { person: 'r', body: 'other' }),
      await claim(claims, tenant, { route: 'POST /v1/others', body: 'other' }),
      await claim(claims, tenant, { key: 'l', body: 'other' }),
    ];
    expect(new Set(seeds.map(toHex)).size).toBe(seeds.length);
  });

  it('is forgotten after 24 hours, and can be claimed anew', async () => {
    const tenant = newTenant();
    const { claims, time } = processAt(MID_MONTH);
    const first = await claim(claims, tenant);
    time.now += 24 * HOUR - 1;
    expect(await claim(claims, tenant)).toEqual(first);
    time.now += 1;
    const second = await claim(claims, tenant, { body: 'other' });
    expect(second).not.toEqual(first);
    expect(await claim(claims, tenant, { body: 'other' })).toEqual(second);
  });

  it('leaves nothing of the request in the store', async () => {
    const stored: unknown[] = [];
    const spying: Table = {
      ...table,
      write: (write) => {
        stored.push(write);
        return table.write(write);
      },
    };
    await claim(processAt(MID_MONTH, spying).claims, newTenant(), { key: 'canary', body: 'canary' });
    expect(stored).toHaveLength(1);
    const text = JSON.stringify(stored, (_, value: unknown) =>
      value instanceof Uint8Array ? String.fromCharCode(...value) : value,
    );
    expect(text).not.toContain('canary');
  });
});

describe('racing requests with one key', () => {
  it('get the same seed', async () => {
    const tenant = newTenant();
    const seeds = await Promise.all(
      Array.from({ length: 8 }, () => claim(processAt(MID_MONTH).claims, tenant)),
    );
    expect(new Set(seeds.map(toHex)).size).toBe(1);
  });

  it('with two bodies: one wins and the other is told', async () => {
    const tenant = newTenant();
    const outcomes = await Promise.allSettled([
      claim(processAt(MID_MONTH).claims, tenant, { body: 'a' }),
      claim(processAt(MID_MONTH).claims, tenant, { body: 'b' }),
    ]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'REQUEST.IDEMPOTENCY_MISMATCH' },
    });
  });

  it('over a dead claim get the same seed', async () => {
    const tenant = newTenant();
    await claim(processAt(MID_MONTH).claims, tenant);
    const racing = readTogether(8);
    const seeds = await Promise.all(
      Array.from({ length: 8 }, () => claim(processAt(MID_MONTH + 25 * HOUR, racing).claims, tenant)),
    );
    expect(new Set(seeds.map(toHex)).size).toBe(1);
  });

  it('that never come to an end are told to wait', async () => {
    const contested: Table = {
      ...table,
      write: async (): Promise<WriteVerdict> => ({ outcome: 'refused', failed: [0] }),
      getMany: async (keys) => keys.map(() => undefined),
    };
    await expect(claim(processAt(MID_MONTH, contested).claims, newTenant())).rejects.toMatchObject({
      code: 'REQUEST.IN_PROGRESS',
      details: { retryAfterSeconds: 1 },
    });
  });
});

describe('when the month turns', () => {
  it('yesterday’s key still gives its seed, and still refuses another body', async () => {
    const tenant = newTenant();
    const seed = await claim(processAt(NEW_MONTH - HOUR).claims, tenant);
    const { claims } = processAt(NEW_MONTH + HOUR);
    expect(await claim(claims, tenant)).toEqual(seed);
    await expect(claim(claims, tenant, { body: 'other' })).rejects.toMatchObject({
      code: 'REQUEST.IDEMPOTENCY_MISMATCH',
    });
  });

  it('a key of the first day is still known on the second', async () => {
    const tenant = newTenant();
    await claim(processAt(NEW_MONTH - HOUR).claims, tenant, { key: 'makes last month’s tenant key' });
    const seed = await claim(processAt(NEW_MONTH + HOUR).claims, tenant);
    expect(await claim(processAt(NEW_MONTH + 24.5 * HOUR).claims, tenant)).toEqual(seed);
  });

  it('processes on both sides of midnight meet, whoever comes first', async () => {
    for (const order of [
      [-1, 1],
      [1, -1],
    ]) {
      const tenant = newTenant();
      await claim(processAt(NEW_MONTH - HOUR).claims, tenant, { key: 'makes last month’s tenant key' });
      const [first, second] = order.map((side) => processAt(NEW_MONTH + side).claims);
      const seed = first && (await claim(first, tenant));
      expect(second && (await claim(second, tenant))).toEqual(seed);
    }
  });
});

describe('a claim that was written but not confirmed', () => {
  it('is found by the repeated request', async () => {
    const tenant = newTenant();
    const losing: Table = {
      ...table,
      write: async (write) => {
        await table.write(write);
        throw new OutcomeUnknown('the answer was lost');
      },
    };
    await expect(claim(processAt(MID_MONTH, losing).claims, tenant)).rejects.toThrow(OutcomeUnknown);
    const { claims } = processAt(MID_MONTH);
    const seed = await claim(claims, tenant);
    expect(await claim(claims, tenant)).toEqual(seed);
    await expect(claim(claims, tenant, { body: 'other' })).rejects.toMatchObject({
      code: 'REQUEST.IDEMPOTENCY_MISMATCH',
    });
  });
});
