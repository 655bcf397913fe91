import { hitsShown, INDEX_NAMES, type Fields } from '@temkin/subscriber/domain';
import { describe, expect, it } from 'vitest';
import { indexHolder } from '../../packages/capabilities/subscriber/src/usecases/index-holder.ts';
import { FATES } from '../support/failing-writes.ts';
import { stagedTable } from '../support/staged-table.ts';
import { watchedTable } from '../support/watched-table.ts';
import {
  citizen,
  numberOf,
  REGISTRAR,
  registryWorld,
  seedOf,
  soughtBy,
  TENANT,
  type RegistryWorld,
} from './registry-world.ts';

const SAYS = { lost: 'AUDIT.UNAVAILABLE', applied: 'cut' };

const FOR = { purpose: 'support', reference: 'case-1' } as const;

const register = (world: RegistryWorld, n: number, fields: Fields = citizen(n)) =>
  world.registry.newPerson(
    REGISTRAR,
    { kind: 'citizen', fields, subscription: { msisdn: numberOf(n) } },
    seedOf(n),
  );

const searches = (world: RegistryWorld) =>
  world.events().filter(({ api }) => api.operation === 'subscriber.search');

/** What a registry with so many people asks the store for three searches and a read, without what differs by chance. */
const askedWith = async (people: number): Promise<readonly string[]> => {
  const calls: string[] = [];
  const world = registryWorld((memory) => watchedTable(memory, calls));
  const indexes = ['msisdn', 'identityNumber', 'nameBirthDate'] as const;
  await world.openIndexes(indexes, people);
  const quiet = world.process(world.memory);
  let personId = '';
  for (let n = 0; n < people; n++) {
    const subscription = { msisdn: numberOf(n) };
    const kind = 'citizen';
    const person = { kind, fields: citizen(n), subscription } as const;
    ({ personId } = await quiet.newPerson(REGISTRAR, person, seedOf(n)));
  }
  calls.length = 0;
  for (const index of indexes) {
    const found = await world.registry.findByIndex(REGISTRAR, { ...soughtBy(index, 5), ...FOR });
    expect(found.hits).toBe(1);
    expect(found.opened).toBeLessThan(40);
    calls.push('—');
  }
  const fields = ['name'];
  await world.registry.readPerson(REGISTRAR, { personId, fields, shown: 'full', purpose: 'support' });
  return calls.map((call) => call.replace(/^getMany \d+/, 'getMany').replace(/ XG [a-f]? ?/, ' XG '));
};

describe('a search', () => {
  it('finds exactly the right people, by each index', async () => {
    const world = registryWorld();
    await world.openIndexes(undefined, 60);
    const people = [];
    for (let n = 0; n < 60; n++) people.push(await register(world, n));
    for (const index of INDEX_NAMES)
      for (const n of [0, 7, 59]) {
        const found = await world.registry.findByIndex(REGISTRAR, { ...soughtBy(index, n), ...FOR });
        if (found.outcome !== 'found') throw new Error('counted');
        expect([index, found.found.map(({ personId }) => personId)]).toEqual([index, [people[n]?.personId]]);
      }
    for (const index of INDEX_NAMES)
      expect(
        await world.registry.findByIndex(REGISTRAR, { ...soughtBy(index, 4_321), ...FOR }),
      ).toMatchObject({ found: [], hits: 0 });
  });

  it('finds a name with and without diacritics, and whose number it is', async () => {
    const world = registryWorld();
    await world.openIndexes();
    const { personId, subscriptionId } = await register(world, 1, {
      name: 'Đặng Thị Hường',
      birthDate: '1990-05-06',
    });
    for (const name of ['Đặng Thị Hường', 'dang thi huong', 'ĐẶNG THỊ HƯỜNG'.normalize('NFD')])
      expect(
        await world.registry.findByIndex(REGISTRAR, {
          index: 'nameBirthDate',
          values: { name, birthDate: '1990-05-06' },
          ...FOR,
        }),
      ).toMatchObject({ found: [{ personId }] });
    expect(await world.registry.findByIndex(REGISTRAR, { ...soughtBy('msisdn', 1), ...FOR })).toMatchObject({
      found: [{ personId, subscription: { subscriptionId, isLive: true } }],
    });
  });

  it('finds who may live in either of two communes by each of them, and once by both', async () => {
    const world = registryWorld();
    await world.openIndexes(undefined, 1_000);
    const fields = { name: 'Nguyễn Văn An', birthDate: '1990-01-01', communeCodes: '00166 00199' };
    const { personId } = await register(world, 1, fields);
    await register(world, 2, { ...fields, communeCodes: '00199' });
    const found = async (communeCodes: string) => {
      const search = { index: 'nameBirthYearCommune', values: { ...fields, communeCodes }, ...FOR } as const;
      const { hits, opened } = await world.registry.findByIndex(REGISTRAR, search);
      return [hits, opened];
    };
    expect([await found('00166'), await found('00199'), await found('00166 00199')]).toEqual([
      [1, 1],
      [2, 2],
      [2, 2],
    ]);
    await world.registry.amendPerson(REGISTRAR, { personId, fields: { communeCodes: '00166' } });
    expect(await found('00199')).toEqual([1, 1]);
    expect(world.entriesOf('nameBirthYearCommune', 1)).toHaveLength(2);
  });

  it('finds who had a number beside who has it, once it was given back', async () => {
    const world = registryWorld();
    await world.openIndexes();
    const { personId, subscriptionId = '' } = await register(world, 1);
    const person = { personId, kind: 'citizen', fields: citizen(1) } as const;
    const subscription = { subscriptionId, isLive: true, fields: { msisdn: numberOf(1) } };
    const { states } = await world.stores.states.read(TENANT, '0');
    const ended = { person, subscription: { ...subscription, isLive: false } };
    const change = await indexHolder(world.stores).change(
      TENANT,
      states,
      [{ person, subscription }],
      [ended],
    );
    if (change === undefined) throw new Error('the index is gone');
    const { entries } = world.stores;
    await world.memory.transact(
      [
        ...change.gone.map((entry) => entries.deleteWrite(TENANT, entry)),
        ...change.put.map((entry) => entries.putWrite(TENANT, entry)),
      ],
      'given back',
    );
    const next = { kind: 'citizen', fields: citizen(2), subscription: { msisdn: numberOf(1) } } as const;
    const { personId: holder } = await world.registry.newPerson(REGISTRAR, next, seedOf(2));
    const found = await world.registry.findByIndex(REGISTRAR, { ...soughtBy('msisdn', 1), ...FOR });
    if (found.outcome !== 'found') throw new Error('counted');
    expect(new Set(found.found.map((hit) => hit.personId))).toEqual(new Set([personId, holder]));
  });

  it('names on record whom it opened and whom it found, and never what was searched for', async () => {
    const world = registryWorld();
    await world.openIndexes();
    const people = [];
    for (let n = 0; n < 3; n++) people.push((await register(world, n)).personId);
    const before = searches(world).length;
    const { opened, hits } = await world.registry.findByIndex(REGISTRAR, {
      ...soughtBy('nameBirthDate', 1),
      ...FOR,
    });
    expect([opened, hits]).toEqual([3, 1]);
    await world.registry.findByIndex(REGISTRAR, { ...soughtBy('identityNumber', 2), ...FOR });
    const [candidates, found, byNumber, ...rest] = searches(world).slice(before);
    expect(rest).toEqual([]);
    const named = (event: typeof found, type: string) =>
      event?.resources.filter((one) => one.type === type).map(({ uid }) => uid);
    expect(candidates?.unmapped).toMatchObject({ change: 'candidates', purpose: 'support' });
    expect(named(candidates, 'subscriber-candidate')?.toSorted()).toEqual(people.toSorted());
    expect(named(candidates, 'registry-index')).toEqual(['nameBirthDate/1']);
    expect(named(candidates, 'registry-case')).toEqual(['case-1']);
    expect(found?.unmapped.change).toBe('hits');
    expect(named(found, 'subscriber')).toEqual([people[1]]);
    expect(byNumber?.unmapped.change).toBe('hits');
    expect(named(byNumber, 'subscriber')).toEqual([people[2]]);
  });

  it('opens nobody before the event of it is durable, and shows nobody before that of the hits is', async () => {
    for (const [fate, stage] of Object.entries(FATES)) {
      const staged = stagedTable();
      const calls: string[] = [];
      const world = registryWorld((memory) => watchedTable(staged.wrapTable(memory), calls));
      await world.openIndexes();
      await register(world, 1);
      calls.length = 0;
      staged.once(stage);
      const search = { ...soughtBy('nameBirthDate', 1), ...FOR };
      await expect(world.registry.findByIndex(REGISTRAR, search)).rejects.toThrow(
        SAYS[fate as keyof typeof FATES],
      );
      expect(calls.filter((call) => /subscriber-keys|subscribers/.test(call))).toEqual([]);
      let commits = 0;
      staged.stage((commit, writes) => ((commits += 1) === 2 ? stage(commit, writes) : commit()));
      await expect(world.registry.findByIndex(REGISTRAR, search)).rejects.toThrow(
        SAYS[fate as keyof typeof FATES],
      );
    }
  });

  it('answers how many there are, and not who, where there are more than it may show', async () => {
    const world = registryWorld();
    await world.openIndexes();
    const same = { name: 'Nguyễn Văn An', birthDate: '1990-01-01' };
    const limit = hitsShown[0]?.value ?? 0;
    for (let n = 0; n < limit; n++) await register(world, n, same);
    const search = { index: 'nameBirthDate', values: same, ...FOR } as const;
    expect(await world.registry.findByIndex(REGISTRAR, search)).toMatchObject({
      outcome: 'found',
      hits: limit,
    });
    await register(world, limit, same);
    const counted = await world.registry.findByIndex(REGISTRAR, search);
    expect(counted).toMatchObject({ outcome: 'counted', hits: limit + 1 });
    expect(counted).not.toHaveProperty('found');
    expect(searches(world).at(-1)?.unmapped).toMatchObject({ flags: ['count-only'] });
  });

  it('is refused where it would open more than it may, lacks a field, or the index is not made', async () => {
    const world = registryWorld();
    await world.openIndexes(['nameBirthDate', 'msisdn']);
    const refused = (search: Parameters<typeof world.registry.findByIndex>[1]) =>
      world.registry.findByIndex(REGISTRAR, search).catch(({ code }: { readonly code: string }) => code);
    for (let n = 0; n < 101; n++) await register(world, n);
    expect(await refused({ ...soughtBy('nameBirthDate', 1), ...FOR })).toBe('SUBSCRIBER.SEARCH_TOO_WIDE');
    expect(await refused({ ...soughtBy('identityNumber', 1), ...FOR })).toBe('SUBSCRIBER.INDEX_NOT_READY');
    expect(await refused({ index: 'nameBirthDate', values: { name: 'An' }, ...FOR })).toBe(
      'SUBSCRIBER.SEARCH_INCOMPLETE',
    );
    await world.registry.beginIndex(REGISTRAR, { index: 'identityNumber', generation: 1 });
    expect(await refused({ ...soughtBy('identityNumber', 1), ...FOR })).toBe('SUBSCRIBER.INDEX_NOT_READY');
  });

  it('finds nobody of another company', async () => {
    const world = registryWorld();
    await world.openIndexes();
    await register(world, 1);
    const stranger = { ...REGISTRAR, principal: { ...REGISTRAR.principal, tenant: 'other' } };
    for (const index of INDEX_NAMES) {
      await world.registry.beginIndex(stranger, { index, generation: 1 });
      await world.registry.backfillIndex(stranger, { index });
      expect(await world.registry.findByIndex(stranger, { ...soughtBy(index, 1), ...FOR })).toMatchObject({
        opened: 0,
        hits: 0,
      });
    }
  });

  it('asks the store as often with ten people as with ten thousand, and so does a read', async () => {
    const few = await askedWith(10);
    expect(await askedWith(10_000)).toEqual(few);
    // Less the key of the index, which a process keeps.
    const asked = few.filter((call) => !call.includes(' XK '));
    const counts = asked
      .join('\n')
      .split('—')
      .map((calls) => calls.trim().split('\n').length);
    expect(counts).toEqual([6, 5, 6, 3]);
  }, 300_000);
});

describe('the people that an index is made for', () => {
  it('are as many as there are, so that its hashes are shared', async () => {
    const world = registryWorld();
    await world.openIndexes(['msisdn']);
    for (let n = 0; n < 90; n++) await register(world, n);
    await world.registry.beginIndex(REGISTRAR, { index: 'nameBirthDate', generation: 1 });
    await world.registry.backfillIndex(REGISTRAR, { index: 'nameBirthDate' });
    const { states } = await world.stores.states.read(TENANT, '0');
    expect(states.nameBirthDate?.current).toEqual({ number: 1, bits: 4 });
    expect(world.entriesOf('nameBirthDate', 1)).toHaveLength(90);
    const groups = new Set(world.entriesOf('nameBirthDate', 1).map(({ key }) => key.partition));
    expect(groups.size).toBeLessThanOrEqual(16);
  });
});
