import {
  createWriter,
  fromEntry,
  outboxKey,
  recorder,
  type ActorPseudonyms,
  type EventDraft,
  type OcsfEvent,
  type Recorder,
} from '@temkin/audit-event';
import { dynamoTable } from '@temkin/dynamodb';
import {
  eventIds,
  OutcomeUnknown,
  Refusal,
  StoreUnavailable,
  systemRandom,
  toBase64,
  type Caller,
} from '@temkin/kernel';
import { bytesOf, relyOn, type Key, type Table, type Write } from '@temkin/storage';
import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { faultyProxy } from '../support/faulty-proxy.ts';
import { testClient, testStore, testTable } from '../support/store.ts';

const { table: direct, prefix } = await testTable();

/** What becomes of one transaction. */
type Fate = 'lost' | 'lost, who knows' | 'applied, who knows' | 'fault';

const NOW = Date.parse('2026-11-21T09:00:00Z');
const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const freshKey = (): Key => ({ table: 'parcels', partition: `P#${randomUUID()}`, sort: 'parcel' });
const put = (key: Key): Write => ({ kind: 'put', key, item: { version: 1 }, condition: 'absent' });
const DRAFT: EventDraft = {
  action: 'custody.record',
  outcome: 'allowed',
  resources: [{ type: 'parcel', pseudonym: 'cGFyY2Vs' }],
  change: 'delivered',
};

interface Sent {
  readonly writes: readonly Write[];
  readonly token: string;
}

/** A recorder over a table that spoils one transaction after the other as it is told to, and its caller. */
const scene = (actors: ActorPseudonyms = { of: async () => 'YWN0b3I' }, under: Table = direct) => {
  const fates: Fate[] = [];
  const sent: Sent[] = [];
  let now = NOW;
  const table: Table = {
    ...under,
    transact: async (writes, token) => {
      sent.push({ writes, token });
      const fate = fates.shift();
      if (fate === 'lost') throw new StoreUnavailable('told to');
      if (fate === 'lost, who knows') throw new OutcomeUnknown('told to');
      if (fate === 'fault') throw new TypeError('told to');
      const verdict = await under.transact(writes, token);
      if (fate === 'applied, who knows') throw new OutcomeUnknown('told to');
      return verdict;
    },
  };
  const clock = { now: () => now };
  const made = recorder({
    table,
    clock,
    newEventId: eventIds(clock, systemRandom),
    writer: createWriter(systemRandom, clock),
    actors,
    sha256,
  });
  const caller: Caller = {
    principal: { tenant: 'ems', id: 'an', client: 'scanner', roles: ['shipper'] },
    reliedOn: [],
  };
  return {
    commit: (...event: Parameters<Recorder['commit']>) => made.commit(...event),
    caller,
    sent,
    suffer: (...next: readonly Fate[]) => fates.push(...next),
    setClock: (instant: string) => {
      now = Date.parse(instant);
    },
  };
};
type Scene = ReturnType<typeof scene>;

const stored = async (tenant: string, eventId: string): Promise<OcsfEvent | undefined> => {
  const item = await direct.get(outboxKey(tenant, eventId));
  return item && fromEntry(bytesOf(item, 'entry'));
};
const lastToken = ({ sent }: Scene): string => sent.at(-1)?.token ?? 'nothing was sent';

/** Commits an event that must succeed, and answers its writer mark as it is stored. */
const nextMark = async ({ commit, caller }: Scene): Promise<{ n: number; void: readonly number[] }> => {
  const recorded = await commit(caller, DRAFT);
  if (recorded.outcome !== 'committed') throw new Error(`the event was not recorded: ${recorded.outcome}`);
  const event = await stored('ems', recorded.receipt.eventId);
  if (event === undefined) throw new Error('a receipt was given for nothing');
  const { n, void: cancelled } = event.unmapped.writer;
  return { n, void: cancelled };
};
const fail = async ({ commit, caller }: Scene): Promise<unknown> =>
  commit(caller, DRAFT).then(
    () => 'recorded',
    (error: unknown) => error,
  );

describe('a recorded event', () => {
  it('stands in the outbox with its change, under its receipt: id as client token, leaf of the very bytes', async () => {
    const { commit, caller, sent } = scene();
    const key = freshKey();
    const recorded = await commit(caller, DRAFT, {
      writes: ({ eventId, leaf }) => [{ kind: 'put', key, item: { eventId, leaf } }],
    });
    if (recorded.outcome !== 'committed') throw new Error(recorded.outcome);
    const { eventId, leaf } = recorded.receipt;
    expect(await direct.get(key)).toEqual({ eventId, leaf });
    expect(sent.map(({ token }) => token)).toEqual([eventId]);
    const item = await direct.get(outboxKey('ems', eventId));
    const entry = bytesOf(item ?? {}, 'entry');
    expect(leaf).toBe(toBase64(sha256(Uint8Array.of(0, ...entry))));
    expect(fromEntry(entry)).toMatchObject({
      time: NOW,
      metadata: { uid: eventId, tenant_uid: 'ems' },
      actor: { user: { uid: 'YWN0b3I', groups: [{ name: 'shipper' }] } },
    });
  });

  it('is sent again byte for byte where an answer was lost, and stands there once', async () => {
    const proxy = await faultyProxy((await testStore()).endpoint);
    const client = testClient(proxy.endpoint);
    onTestFinished(async () => {
      client.destroy();
      await proxy.stop();
    });
    const distant = dynamoTable({ client, prefix, sleep: async () => {} });
    const { commit, caller } = scene(undefined, distant);
    const key = freshKey();
    proxy.plan([{ forwarded: true, answer: 'drop' }]);
    const recorded = await commit(caller, DRAFT, {
      writes: () => [{ kind: 'update', key, add: { times: 1 } }],
    });
    expect(recorded.outcome).toBe('committed');
    expect(proxy.bodies).toHaveLength(2);
    expect(proxy.bodies[1]).toBe(proxy.bodies[0]);
    expect(await direct.get(key)).toEqual({ times: 1 });
  });

  it('has a number of its own among many that are recorded at once', async () => {
    const one = scene();
    const marks = await Promise.all(Array.from({ length: 20 }, () => nextMark(one)));
    expect(marks.map(({ n }) => n).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, at) => at),
    );
  });

  it('is numbered from 0 in a log of its tenant and year, which begins at midnight UTC', async () => {
    vi.stubEnv('TZ', 'Asia/Ho_Chi_Minh');
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const one = scene();
    one.setClock('2026-12-31T23:59:59.999Z');
    expect([await nextMark(one), await nextMark(one)].map(({ n }) => n)).toEqual([0, 1]);
    one.setClock('2027-01-01T00:00:00.000Z');
    expect((await nextMark(one)).n).toBe(0);
    const principal = { ...one.caller.principal, tenant: 'vtp' };
    const other = await one.commit({ ...one.caller, principal }, DRAFT);
    if (other.outcome !== 'committed') throw new Error(other.outcome);
    expect((await stored('vtp', other.receipt.eventId))?.unmapped.writer.n).toBe(0);
  });
});

describe('an event that finds no store', () => {
  it('refuses the request with AUDIT.UNAVAILABLE and writes nothing', async () => {
    const one = scene();
    one.suffer('lost');
    const refusal = await fail(one);
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toMatchObject({ code: 'AUDIT.UNAVAILABLE', details: { retryAfterSeconds: 5 } });
    expect(await stored('ems', lastToken(one))).toBeUndefined();
  });

  it('is named void by the next event, and by no other', async () => {
    const one = scene();
    one.suffer('lost', 'lost');
    await fail(one);
    await fail(one);
    expect(await nextMark(one)).toEqual({ n: 2, void: [0, 1] });
    expect(await nextMark(one)).toEqual({ n: 3, void: [] });
  });

  it('takes no number where not even its actor’s pseudonym could be read', async () => {
    let readable = false;
    const one = scene({
      of: async () => {
        if (!readable) throw new StoreUnavailable('told to');
        return 'YWN0b3I';
      },
    });
    expect(await fail(one)).toMatchObject({ code: 'AUDIT.UNAVAILABLE' });
    expect(one.sent).toEqual([]);
    readable = true;
    expect(await nextMark(one)).toEqual({ n: 0, void: [] });
  });
});

describe('an event of unknown outcome', () => {
  it.each([
    ['applied, who knows', true],
    ['lost, who knows', false],
  ] as const)('is told as such and is never named void: %s', async (fate, applied) => {
    const one = scene();
    one.suffer(fate);
    expect(await fail(one)).toBeInstanceOf(OutcomeUnknown);
    expect((await stored('ems', lastToken(one))) !== undefined).toBe(applied);
    expect(await nextMark(one)).toEqual({ n: 1, void: [] });
    expect(await nextMark(one)).toEqual({ n: 2, void: [] });
  });

  it.each(['applied, who knows', 'lost, who knows'] as const)(
    'has the numbers that it named void named again by the next: %s',
    async (fate) => {
      const one = scene();
      one.suffer('lost', fate, fate);
      for (let attempt = 0; attempt < 3; attempt += 1) await fail(one);
      expect(await nextMark(one)).toEqual({ n: 3, void: [0] });
      expect(await nextMark(one)).toEqual({ n: 4, void: [] });
    },
  );

  it('is no AUDIT.UNAVAILABLE either where a pseudonym’s write is in doubt', async () => {
    const one = scene({
      of: async () => {
        throw new OutcomeUnknown('told to');
      },
    });
    expect(await fail(one)).toBeInstanceOf(OutcomeUnknown);
    expect(one.sent).toEqual([]);
  });
});

const unwritable = (): never => {
  throw new TypeError('no writes');
};

describe('an event that cannot be made or sent', () => {
  it.each([
    ['its writes fail to be made', { writes: unwritable }, DRAFT],
    ['it is too large', {}, { ...DRAFT, groups: ['x'.repeat(70_000)] }],
  ])('fails as the fault it is, and its number is named void: %s', async (_, change, draft) => {
    const one = scene();
    await expect(one.commit(one.caller, draft, change)).rejects.toThrow(/no writes|65535/);
    expect(one.sent).toEqual([]);
    expect(await nextMark(one)).toEqual({ n: 1, void: [0] });
  });

  it('fails as the fault it is where the store refuses it for good, and its number is named void', async () => {
    const one = scene();
    one.suffer('fault');
    expect(await fail(one)).toBeInstanceOf(TypeError);
    expect(await nextMark(one)).toEqual({ n: 1, void: [0] });
  });
});

const record = async (version: number): Promise<Key> => {
  const key = freshKey();
  await direct.write({ kind: 'put', key, item: { version } });
  return key;
};
const callerOn = (one: Scene, key: Key, version: number): Caller => ({
  ...one.caller,
  reliedOn: [relyOn(key, version)],
});

describe('an event whose grounds have changed', () => {
  it('is refused with ACCESS.CHANGED where they are the caller’s own, whatever else has failed', async () => {
    const one = scene();
    const [own, other, written] = [await record(2), await record(2), await record(1)];
    const refusal = await one
      .commit(callerOn(one, own, 1), DRAFT, { reliedOn: [relyOn(other, 1)], writes: () => [put(written)] })
      .catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toMatchObject({ code: 'ACCESS.CHANGED' });
    expect(await stored('ems', lastToken(one))).toBeUndefined();
    expect(await nextMark(one)).toEqual({ n: 1, void: [0] });
  });

  it('is refused with ACCESS.CHANGED where the caller’s record is gone', async () => {
    const one = scene();
    await expect(one.commit(callerOn(one, freshKey(), 1), DRAFT)).rejects.toMatchObject({
      code: 'ACCESS.CHANGED',
    });
  });

  it('answers "changed" where they are the decision’s, before it looks at the writes', async () => {
    const one = scene();
    const [own, other, written] = [await record(1), await record(2), await record(1)];
    expect(
      await one.commit(callerOn(one, own, 1), DRAFT, {
        reliedOn: [relyOn(other, 1)],
        writes: () => [put(written)],
      }),
    ).toEqual({ outcome: 'changed' });
    expect(await stored('ems', lastToken(one))).toBeUndefined();
    expect(await nextMark(one)).toEqual({ n: 1, void: [0] });
  });

  it('answers which of the writes were refused, by their own positions, and writes none', async () => {
    const one = scene();
    const [own, other, taken, alsoTaken] = [
      await record(1),
      await record(1),
      await record(1),
      await record(1),
    ];
    const free = freshKey();
    expect(
      await one.commit(callerOn(one, own, 1), DRAFT, {
        reliedOn: [relyOn(other, 1)],
        writes: () => [put(taken), put(free), put(alsoTaken)],
      }),
    ).toEqual({ outcome: 'refused', failed: [0, 2] });
    expect(await direct.get(free)).toBeUndefined();
    expect(await stored('ems', lastToken(one))).toBeUndefined();
    expect(await nextMark(one)).toEqual({ n: 1, void: [0] });
  });

  it('is recorded where they all stand', async () => {
    const one = scene();
    const [own, other] = [await record(7), await record(8)];
    const recorded = await one.commit(callerOn(one, own, 7), DRAFT, { reliedOn: [relyOn(other, 8)] });
    expect(recorded.outcome).toBe('committed');
  });
});
