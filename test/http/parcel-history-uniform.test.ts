import { historyAnswerStep, historyLimits } from '@temkin/parcel/domain';
import type { Key, Table, Write } from '@temkin/storage';
import { describe, expect, it } from 'vitest';
import { askForCode, historyPath, postPublicly } from '../support/parcel-history.ts';
import { issue } from '../support/parcels.ts';
import { testSystem } from '../support/system.ts';

const STEP = historyAnswerStep.at(-1)?.value ?? 0;
const LIMITS = historyLimits.at(-1)?.value;

/** What the store was asked for since it was last looked at: kinds of requests and of items, no names. */
const calls: string[] = [];

const nameless = ({ table, partition, sort }: Key): string =>
  `${table} ${partition.split('#')[0]} ${sort.split('#')[0]}`;

const written = (write: Write): string => {
  const fields = write.kind === 'put' ? Object.entries(write.item) : [];
  const shape = fields.map(
    ([name, value]) => `${name}:${typeof value === 'object' ? 'bytes' : typeof value}`,
  );
  return `${write.kind} ${nameless(write.key).replace(/\d+h\d+$/, 'window')} ${shape.join()}`;
};

const watched = (table: Table): Table => ({
  ...table,
  get: (key) => {
    calls.push(`get ${nameless(key)}`);
    return table.get(key);
  },
  getMany: (keys) => {
    calls.push(
      `getMany ${keys.length} ${nameless(keys[0] ?? { table: 'parcels', partition: '', sort: '' })}`,
    );
    return table.getMany(keys);
  },
  query: (range) => {
    calls.push(`query ${range.table}`);
    return table.query(range);
  },
  write: (write) => {
    calls.push(`write ${written(write)}`);
    return table.write(write);
  },
  transact: (writes, token) => {
    calls.push(`transact ${writes.map(written).join('; ')}`);
    return table.transact(writes, token);
  },
});

const system = await testSystem({ wrapTable: watched });
const PHONE = '0912345678';
const parcel = await issue(system);
const { waybillNumber, token } = parcel;

interface Seen {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: string;
  /** Sorted: what runs side by side comes in any order. Looking for keys of the tenant left out, which are kept. */
  readonly calls: readonly string[];
  /** Milliseconds that were waited for, to a hundred. */
  readonly waitedFor: number;
}

let network = 0;
const newNetwork = (): string => `2001:db8:1:${(network += 1).toString(16).padStart(2, '0')}00::1`;

const seen = async (company: string, asked: object, from = newNetwork()): Promise<Seen> => {
  calls.length = 0;
  const answer = await postPublicly(system, historyPath(company), asked, from);
  const body = (await answer.text()).replaceAll(/[0-9a-f]{32}/g, 'id');
  return {
    status: answer.status,
    headers: [...answer.headers].map(([name, value]) =>
      name === 'x-correlator' ? name : `${name}: ${value}`,
    ),
    body,
    calls: calls.filter((call) => !call.includes('tenant-keys')).toSorted(),
    waitedFor: Math.round((system.waited.at(-1) ?? 0) / 100),
  };
};

const genuine = { waybillNumber, phone: PHONE };

describe('asking for a code', () => {
  it('looks the same, to the store as well, whatever was asked', async () => {
    // The keys of this month are there, and kept, before anything is compared.
    await seen('demo', genuine);
    await seen('nobody', genuine);
    const before = system.notices.length;
    const first = await seen('demo', genuine);
    expect(system.notices).toHaveLength(before + 1);
    expect(first).toMatchObject({ status: 202, body: '{"challengeId":"id"}' });
    expect(first.headers).toContain('cache-control: no-store');
    expect(first.calls.filter((call) => call.startsWith('transact'))).toHaveLength(1);
    const others = [
      await seen('demo', { waybillNumber, phone: '0355018274' }),
      await seen('demo', { waybillNumber: 'NONE-1', phone: PHONE }),
      await seen('other', genuine),
      await seen('nobody', genuine),
    ];
    for (const other of others) expect(other).toEqual(first);
    expect(system.notices).toHaveLength(before + 1);
  });

  it('looks the same with a label, be it genuine, altered or never issued', async () => {
    const first = await seen('demo', { token, phone: PHONE });
    for (const scanned of [`${token.slice(0, -3)}000`, 'TK1:0', '']) {
      const other = await seen('demo', { token: scanned, phone: '0355018274' });
      expect(other).toEqual(first);
    }
  });

  it('is answered when a step of time is over, and not before', async () => {
    const started = system.clock.now();
    const { waitedFor } = await seen('demo', genuine);
    const taken = system.clock.now() - started;
    expect(waitedFor).toBe(Math.round((STEP - taken) / 100));
  });

  it('is answered alike when the day’s messages are used up, and sends none', async () => {
    system.clock.advance(86_400_000);
    const first = await seen('demo', genuine);
    const before = system.notices.length;
    for (let n = 1; n < (LIMITS?.sendsPerPhone ?? 0); n += 1) await seen('demo', genuine);
    expect(system.notices).toHaveLength(before + (LIMITS?.sendsPerPhone ?? 0) - 1);
    expect(await seen('demo', genuine)).toEqual(first);
    expect(system.notices).toHaveLength(before + (LIMITS?.sendsPerPhone ?? 0) - 1);
  });
});

describe('the limits', () => {
  it('let one network use up its own messages to a number, and not those of others', async () => {
    system.clock.advance(86_400_000);
    const [stranger, owner] = [newNetwork(), newNetwork()];
    const before = system.notices.length;
    for (let n = 0; n < 20; n += 1) await seen('demo', genuine, stranger);
    expect(system.notices).toHaveLength(before + (LIMITS?.sendsPerSourceAndPhone ?? 0));
    expect(await askForCode(system, genuine, owner)).toHaveProperty('code');
  });

  it('leave a code that was sent good, however many others are asked for', async () => {
    system.clock.advance(86_400_000);
    const { challengeId, code } = await askForCode(system, genuine, newNetwork());
    for (let n = 0; n < 15; n += 1) await seen('demo', genuine);
    const answer = await postPublicly(system, historyPath('demo', challengeId), { code });
    expect(answer.status).toBe(200);
  });

  it('turn away a network that asks too often, before anything is looked at, and no other', async () => {
    const limit = LIMITS?.requestsPerSource ?? 0;
    const unknown = { waybillNumber: 'NONE-1', phone: PHONE };
    const at = '198.51.100.9';
    for (let n = 0; n < limit; n += 1) expect((await seen('demo', unknown, at)).status).toBe(202);
    const refused = await seen('demo', genuine, at);
    expect(refused.status).toBe(429);
    expect(refused.calls).toEqual([
      'get access T tenant',
      expect.stringMatching(/^write update requests HC/),
    ]);
    expect(refused).toEqual(await seen('demo', unknown, at));
    expect((await seen('demo', unknown, '198.51.100.10')).status).toBe(202);
    system.clock.advance(3_600_000);
    expect((await seen('demo', unknown, at)).status).toBe(202);
  });

  it('are exact where many ask at once', async () => {
    system.clock.advance(86_400_000);
    const before = system.notices.length;
    await Promise.all(
      Array.from({ length: 25 }, () => postPublicly(system, historyPath(), genuine, newNetwork())),
    );
    expect(system.notices.length - before).toBeLessThanOrEqual(LIMITS?.sendsPerPhone ?? 0);
    expect(system.notices.length - before).toBeGreaterThan(0);
    for (let n = 0; n < 10; n += 1) await seen('demo', genuine);
    expect(system.notices.length - before).toBe(LIMITS?.sendsPerPhone);
  });

  it('meet no fault of ours', () => {
    expect(system.faults).toEqual([]);
  });
});
