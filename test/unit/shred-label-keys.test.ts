import { OutcomeUnknown, StoreUnavailable } from '@temkin/kernel';
import { keyOf, type Table } from '@temkin/storage';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dueWrite,
  HOUR_SECONDS,
  keyKey,
  shreddingWorld,
  START_SECONDS,
  type DyingLabel,
} from './shredding-world.ts';

const HOUR_MILLISECONDS = HOUR_SECONDS * 1_000;

/** The pseudonyms that events name, one entry for each time. */
const named = ({ events }: ReturnType<typeof shreddingWorld>): readonly string[] =>
  events()
    .flatMap(({ resources }) => resources.map(({ uid }) => uid))
    .toSorted();

const pseudonyms = (labels: readonly DyingLabel[]): readonly string[] =>
  labels.map(({ pseudonym }) => pseudonym).toSorted();

const many = <Value>(count: number, make: () => Promise<Value>): Promise<readonly Value[]> =>
  Promise.all(Array.from({ length: count }, make));

describe('a label key', () => {
  it('lives until its last instant and is destroyed from then on, with the note of it', async () => {
    const world = shreddingWorld();
    const label = await world.label(1);
    world.clock.set(label.dueAtSeconds * 1_000 - 100);
    expect(await world.run()).toEqual({ shredded: 0, ended: 0, failed: 0, remaining: false });
    expect(await world.isAlive(label)).toBe(true);
    world.clock.set(label.dueAtSeconds * 1_000);
    expect(await world.run()).toEqual({ shredded: 1, ended: 0, failed: 0, remaining: false });
    expect([await world.isAlive(label), await world.isDue(label)]).toEqual([false, false]);
  });

  it('is destroyed in one transaction with up to thirty of its tenant, and their event names the parcels', async () => {
    const world = shreddingWorld();
    const labels = [
      ...(await many(400, () => world.label(-1))),
      ...(await many(40, () => world.label(-1, 'other'))),
    ];
    expect(await world.run()).toMatchObject({ shredded: 440, failed: 0 });
    expect(named(world)).toEqual(pseudonyms(labels));
    for (const event of world.events()) {
      expect(event).toMatchObject({
        api: { operation: 'parcel.shred' },
        actor: { user: { groups: [], uid: `${event.metadata.tenant_uid}/@parcel-shredder` } },
        unmapped: { outcome: 'allowed', change: 'label-key' },
      });
      expect(event.resources.length).toBeLessThanOrEqual(30);
    }
    const others = world.events().filter(({ metadata }) => metadata.tenant_uid === 'other');
    expect(pseudonyms(labels.filter(({ tenant }) => tenant === 'other'))).toEqual(
      others.flatMap(({ resources }) => resources.map(({ uid }) => uid)).toSorted(),
    );
  });

  it('that is gone already is on record all the same', async () => {
    const world = shreddingWorld();
    const label = await world.label(-1);
    await world.memory.write({ kind: 'delete', key: keyKey(label) });
    expect(await world.run()).toMatchObject({ shredded: 1 });
    expect(named(world)).toEqual([label.pseudonym]);
  });

  it('is not destroyed where a note of another day says so, and what comes behind it is', async () => {
    const world = shreddingWorld();
    const alive = await world.label(24, 'ems', '7');
    const dead = await world.label(-1, 'ems', '7');
    await world.memory.write(dueWrite({ ...alive, dueAtSeconds: START_SECONDS - HOUR_SECONDS }));
    expect(await world.run()).toMatchObject({ shredded: 1, failed: 1 });
    expect([await world.isAlive(alive), await world.isAlive(dead)]).toEqual([true, false]);
  });
});

describe('a run', () => {
  it('begins nothing after its deadline, says so, and the next goes on there', async () => {
    const world = shreddingWorld();
    const labels = await many(300, () => world.label(-1));
    const runs = [await world.run(700)];
    while (runs.at(-1)?.remaining === true && runs.length < 100) runs.push(await world.run(700));
    expect(runs.map(({ remaining }) => remaining)).toEqual([...runs.slice(1).map(() => true), false]);
    expect(runs.reduce((sum, { shredded }) => sum + shredded, 0)).toBe(300);
    expect(runs.length).toBeGreaterThan(2);
    expect(named(world)).toEqual(pseudonyms(labels));
  });

  it('begins no transaction once the time is over', async () => {
    let transactions = 0;
    const world = shreddingWorld((table) => ({
      ...table,
      transact: async (writes, token) => {
        transactions += 1;
        world.clock.advance(HOUR_MILLISECONDS);
        return table.transact(writes, token);
      },
    }));
    await many(90, () => world.label(-1, 'ems', '7'));
    expect(await world.run(HOUR_MILLISECONDS)).toEqual({
      shredded: 30,
      ended: 0,
      failed: 0,
      remaining: true,
    });
    expect(transactions).toBe(1);
  });

  it('looks at no day again that is done', async () => {
    const asked: string[] = [];
    const world = shreddingWorld((table) => ({
      ...table,
      query: (range) => {
        asked.push(range.partition.split('#')[1] ?? '');
        return table.query(range);
      },
    }));
    await world.label(-48);
    await world.run();
    expect([asked[0], new Set(asked).size]).toEqual(['2025-10-19', 402]);
    asked.length = 0;
    world.clock.advance(24 * HOUR_MILLISECONDS);
    await world.run();
    expect([...new Set(asked)]).toEqual(['2026-11-23', '2026-11-24', 'failed']);
  });

  it('that came to the end of no day yet leaves its first day to the next, however much later that runs', async () => {
    const world = shreddingWorld();
    const label = await world.label(-400 * 24);
    expect(await world.run(1)).toMatchObject({ shredded: 0, remaining: true });
    world.clock.advance(72 * HOUR_MILLISECONDS);
    expect(await world.run()).toMatchObject({ shredded: 1, remaining: false });
    expect(await world.isAlive(label)).toBe(false);
  });

  it('begins nothing once it is told to stop, and says that something is left', async () => {
    const stopping = new AbortController();
    const world = shreddingWorld((table) => ({
      ...table,
      transact: (writes, token) => {
        stopping.abort();
        return table.transact(writes, token);
      },
    }));
    await many(90, () => world.label(-1, 'ems', '7'));
    expect(await world.run(HOUR_MILLISECONDS, stopping.signal)).toEqual({
      shredded: 30,
      ended: 0,
      failed: 0,
      remaining: true,
    });
  });

  it.each(['2027-01-01', '9999-12-31'])(
    'is not led past what is due by progress into the future: %s',
    async (day) => {
      const world = shreddingWorld();
      const label = await world.label(-30);
      await world.memory.write({ kind: 'put', key: keyOf('parcels', 'shredProgress', {}), item: { day } });
      expect(await world.run()).toMatchObject({ shredded: 1 });
      expect(await world.isAlive(label)).toBe(false);
    },
  );

  it('counts an item that cannot be read, works off all others, and finds it again until it is mended', async () => {
    const world = shreddingWorld();
    const [broken, ...sound] = await many(40, () => world.label(-30));
    if (broken === undefined) throw new Error('there are labels');
    const { key } = dueWrite(broken);
    await world.memory.write({ kind: 'update', key, remove: ['pseudonym'] });
    expect(await world.run()).toEqual({ shredded: sound.length, ended: 0, failed: 1, remaining: false });
    expect(await world.run()).toEqual({ shredded: 0, ended: 0, failed: 1, remaining: false });
    world.clock.advance(72 * HOUR_MILLISECONDS);
    await world.memory.write({ kind: 'update', key, set: { pseudonym: broken.pseudonym } });
    expect(await world.run()).toEqual({ shredded: 1, ended: 0, failed: 0, remaining: false });
  });

  it('tries a failed item again by itself, and no day is looked at again for its sake', async () => {
    const asked: string[] = [];
    const world = shreddingWorld((table) => ({
      ...table,
      query: (range) => {
        asked.push(range.partition.split('#')[1] ?? '');
        return table.query(range);
      },
    }));
    const labels = await many(3, () => world.label(-300));
    const keys = labels.map((label) => dueWrite(label).key);
    for (const key of keys) await world.memory.write({ kind: 'update', key, remove: ['pseudonym'] });
    expect(await world.run()).toEqual({ shredded: 0, ended: 0, failed: 3, remaining: false });
    world.clock.advance(24 * HOUR_MILLISECONDS);
    asked.length = 0;
    expect(await world.run()).toEqual({ shredded: 0, ended: 0, failed: 3, remaining: false });
    expect([...new Set(asked)]).toEqual(['2026-11-23', '2026-11-24', 'failed']);

    const [mended, gone] = keys;
    if (mended === undefined || gone === undefined) throw new Error('there are labels');
    await world.memory.write({ kind: 'update', key: mended, set: { pseudonym: 'of-a-label' } });
    await world.memory.write({ kind: 'delete', key: gone });
    world.clock.advance(HOUR_MILLISECONDS);
    expect(await world.run()).toEqual({ shredded: 1, ended: 0, failed: 1, remaining: false });
    expect(named(world)).toEqual(['of-a-label']);
    world.clock.advance(HOUR_MILLISECONDS);
    expect(await world.run()).toEqual({ shredded: 0, ended: 0, failed: 1, remaining: false });
    const notes = world.memory.items().filter(({ key }) => key.partition === 'DUE#failed');
    expect(notes).toHaveLength(1);
  });

  it('lets one key that no transaction takes sink no other of its tenant', async () => {
    let poison = '';
    const world = shreddingWorld((table) => ({
      ...table,
      transact: (writes, token) =>
        writes.some(({ kind, key }) => kind === 'delete' && key.partition === poison)
          ? Promise.reject(new StoreUnavailable('down'))
          : table.transact(writes, token),
    }));
    const labels = await many(20, () => world.label(-1, 'ems', '7'));
    const [poisoned, ...sound] = labels;
    if (poisoned === undefined) throw new Error('there are labels');
    poison = keyKey(poisoned).partition;
    expect(await world.run()).toEqual({ shredded: 19, ended: 0, failed: 1, remaining: false });
    expect(named(world)).toEqual(pseudonyms(sound));
    poison = '';
    world.clock.advance(HOUR_MILLISECONDS);
    expect(await world.run()).toEqual({ shredded: 1, ended: 0, failed: 0, remaining: false });
    expect(await world.isAlive(poisoned)).toBe(false);
  });

  it('counts an item that lies under another day than its own, and leaves it there', async () => {
    const world = shreddingWorld();
    const label = await world.label(-1);
    const { key, item } = dueWrite(label);
    const { key: yesterday } = dueWrite({ ...label, dueAtSeconds: label.dueAtSeconds - 86_400 });
    await world.memory.write({ kind: 'delete', key });
    await world.memory.write({ kind: 'put', key: yesterday, item });
    expect(await world.run()).toEqual({ shredded: 0, ended: 0, failed: 1, remaining: false });
    expect(await world.memory.get(yesterday)).toEqual(item);
  });

  it('counts the keys of a tenant whose events cannot be written, and works off those of all others', async () => {
    const world = shreddingWorld();
    const locked = await many(3, () => world.label(-1, 'locked'));
    const sound = await many(40, () => world.label(-1, 'sound'));
    expect(await world.run()).toEqual({ shredded: 40, ended: 0, failed: 3, remaining: false });
    expect(named(world)).toEqual(pseudonyms(sound));
    expect(await Promise.all(locked.map(world.isAlive))).toEqual([true, true, true]);
  });
});

/** Fails the next transactions: before they are written, or after. */
const faulty = () => {
  const faults: ('lost' | 'applied' | 'none')[] = [];
  const wrap = (table: Table): Table => ({
    ...table,
    transact: async (writes, token) => {
      const fault = faults.shift() ?? 'none';
      if (fault === 'lost') throw new StoreUnavailable('down');
      const verdict = await table.transact(writes, token);
      if (fault === 'applied') throw new OutcomeUnknown('cut');
      return verdict;
    },
  });
  return { faults, wrap };
};

describe('whatever happens', () => {
  it.each(['lost', 'applied'] as const)(
    'a key is destroyed and on record once: a write is %s',
    async (fault) => {
      const { faults, wrap } = faulty();
      const world = shreddingWorld(wrap);
      const labels = await many(5, () => world.label(-1));
      faults.push(fault, fault);
      await world.run();
      await world.run();
      expect(await Promise.all(labels.map(world.isAlive))).toEqual(labels.map(() => false));
      expect(named(world)).toEqual(pseudonyms(labels));
    },
  );

  it('no key is destroyed before its instant, all are from then on, and each is named by one event', async () => {
    const label = fc.record({ hours: fc.integer({ min: -30, max: 150 }), tenant: fc.constantFrom('a', 'b') });
    const step = fc.record({
      hours: fc.integer({ min: 0, max: 40 }),
      milliseconds: fc.constantFrom(3, 20, 100, 1_000_000),
      atOnce: fc.integer({ min: 1, max: 3 }),
      faults: fc.array(fc.constantFrom('lost', 'applied', 'none'), { maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(label, { maxLength: 60 }),
        fc.array(step, { maxLength: 6 }),
        async (wanted, steps) => {
          const { faults, wrap } = faulty();
          const early: string[] = [];
          const dueAt = new Map<string, number>();
          const world = shreddingWorld((table) =>
            wrap({
              ...table,
              transact: (writes, token) => {
                for (const { kind, key } of writes)
                  if (kind === 'delete' && (dueAt.get(key.partition) ?? 0) * 1_000 > world.clock.now())
                    early.push(key.partition);
                return table.transact(writes, token);
              },
            }),
          );
          const labels: DyingLabel[] = [];
          for (const { hours, tenant } of wanted) labels.push(await world.label(hours, tenant));
          for (const one of labels) dueAt.set(keyKey(one).partition, one.dueAtSeconds);

          for (const { hours, milliseconds, atOnce, faults: next } of steps) {
            world.clock.advance(hours * HOUR_MILLISECONDS);
            faults.push(...next);
            await many(atOnce, () => world.run(milliseconds));
            const young = labels.filter(({ dueAtSeconds }) => dueAtSeconds * 1_000 > world.clock.now());
            expect(await Promise.all(young.map(world.isAlive))).toEqual(young.map(() => true));
            expect(await Promise.all(young.map(world.isDue))).toEqual(young.map(() => true));
          }
          expect(early).toEqual([]);

          faults.length = 0;
          world.clock.advance(400 * HOUR_MILLISECONDS);
          const last = await world.run();
          expect(last).toMatchObject({ failed: 0, remaining: false });
          expect(await Promise.all(labels.map(world.isAlive))).toEqual(labels.map(() => false));
          expect(await Promise.all(labels.map(world.isDue))).toEqual(labels.map(() => false));
          expect(named(world)).toEqual(pseudonyms(labels));
        },
      ),
      { numRuns: 60 },
    );
  });
});
