import {
  hitsShown,
  INDEX_NAMES,
  searchedForms,
  storedHolder,
  type Address,
  type IndexName,
  type IndexQuestion,
  type PartyRecord,
} from '@temkin/subscriber/domain';
import { describe, expect, it } from 'vitest';
import { indexHolder } from '../../packages/capabilities/subscriber/src/usecases/index-holder.ts';
import { FATES } from '../support/failing-writes.ts';
import { completeRecord } from '../support/subscriber-records.ts';
import { stagedTable } from '../support/staged-table.ts';
import { watchedTable } from '../support/watched-table.ts';
import {
  beginning,
  citizen,
  numberOf,
  readingOf,
  registration,
  REGISTRAR,
  registryWorld,
  seedOf,
  askedBy,
  TENANT,
  type RegistryWorld,
} from './registry-world.ts';

const SAYS = { lost: 'AUDIT.UNAVAILABLE', applied: 'cut' };

const FOR = { purpose: 'support', reference: 'case-1' } as const;

const register = (world: RegistryWorld, n: number, party: PartyRecord = citizen(n)) =>
  world.registry.newPerson(REGISTRAR, registration(n, party), seedOf(n));

/** How many a registry finds. */
const finder = (world: RegistryWorld) => async (index: IndexName, question: IndexQuestion) =>
  (await world.registry.findByIndex(REGISTRAR, { index, question, ...FOR })).hits;

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
  for (let n = 0; n < people; n++)
    ({ personId } = await quiet.newPerson(REGISTRAR, registration(n), seedOf(n)));
  calls.length = 0;
  for (const index of indexes) {
    const found = await world.registry.findByIndex(REGISTRAR, { ...askedBy(index, 5), ...FOR });
    expect(found.hits).toBe(1);
    expect(found.opened).toBeLessThan(40);
    calls.push('—');
  }
  await world.registry.readPerson(REGISTRAR, readingOf(personId));
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
        const found = await world.registry.findByIndex(REGISTRAR, { ...askedBy(index, n), ...FOR });
        if (found.outcome !== 'found') throw new Error('counted');
        expect([index, found.found.map(({ personId }) => personId)]).toEqual([index, [people[n]?.personId]]);
      }
    for (const index of INDEX_NAMES)
      expect(await world.registry.findByIndex(REGISTRAR, { ...askedBy(index, 4_321), ...FOR })).toMatchObject(
        { found: [], hits: 0 },
      );
  });

  it('finds a name in any order of its words, without diacritics, or with those that it has', async () => {
    const world = registryWorld();
    await world.openIndexes();
    const birthDate = '1990-05-06';
    await register(world, 1, { name: 'Đặng Thị Hoà', birthDate });
    const find = finder(world);
    for (const name of ['Đặng Thị Hòa', 'dang thi hoa', 'ĐẶNG THỊ HOÀ'.normalize('NFD'), 'Hoà Đặng Thị'])
      expect([name, await find('nameBirthDate', { name, birthDate: '06/05/1990' })]).toEqual([name, 1]);
    for (const name of ['Đặng Thị Hoa', 'Đặng Thi Hòa', 'Đặng Hòa'])
      expect([name, await find('nameBirthDate', { name, birthDate })]).toEqual([name, 0]);
  });

  it('finds a number with 0 or +84 before it, and whose it is', async () => {
    const world = registryWorld();
    await world.openIndexes();
    const { personId, subscriptionId } = await register(world, 1);
    for (const msisdn of ['+84910000001', '0910000001', '84 910 000 001', '0910.000.001'])
      expect(
        await world.registry.findByIndex(REGISTRAR, { index: 'msisdn', question: { msisdn }, ...FOR }),
      ).toMatchObject({ found: [{ personId, subscription: { subscriptionId, isLive: true } }] });
    const find = finder(world);
    const { birthDate } = citizen(1);
    expect(await find('lastFourBirthDate', { msisdnLast4: '0001', birthDate })).toBe(1);
    expect(await find('lastFourIdentityNumber', { msisdnLast4: '0001', identityLast4: '0001' })).toBe(1);
  });

  it('finds a machine’s number as one, for of a person the same digits may be another’s', async () => {
    const world = registryWorld();
    await world.openIndexes();
    const { subscription, standing } = beginning('+841234567890');
    await world.registry.newPerson(
      REGISTRAR,
      { ...registration(1), number: { subscription: { ...subscription, use: 'machine' }, standing } },
      seedOf(1),
    );
    const find = finder(world);
    expect(await find('msisdn', { msisdn: '01234567890', use: 'machine' })).toBe(1);
    expect(await find('msisdn', { msisdn: '01234567890' })).toBe(0);
  });

  it('finds a birth date of a document without its day as it is printed, or by its year', async () => {
    const world = registryWorld();
    await world.openIndexes();
    const { name, address } = citizen(1);
    await register(world, 1, { name, birthDate: '00/00/1950', address });
    const find = finder(world);
    expect(await find('nameBirthDate', { name, birthDate: '1950' })).toBe(1);
    expect(await find('nameBirthDate', { name, birthDate: '1950-03-02' })).toBe(0);
    expect(await find('nameBirthYearCommune', { name, birthDate: '1950-03-02', address })).toBe(1);
  });

  it('finds a number of a document as one of that kind and that state alone', async () => {
    const world = registryWorld();
    await world.openIndexes();
    const passport = { kind: 'passport', number: 'C1234567', issuer: 'FRA' } as const;
    await register(world, 1, { ...citizen(1), identity: passport });
    const find = finder(world);
    expect(await find('identityNumber', { identity: { ...passport, number: 'c 123-4567' } })).toBe(1);
    expect(await find('identityNumber', { identity: { ...passport, issuer: 'VNM' } })).toBe(0);
    expect(await find('identityNumber', { identity: { kind: 'electronic', number: 'C1234567' } })).toBe(0);
  });

  it('finds an address of before July 2025 by the communes of today that it may be in, and by each', async () => {
    const world = registryWorld();
    await world.openIndexes(undefined, 1_000);
    const { name, birthDate } = citizen(1);
    const printed = { printed: '12/3 Quang Trung, P.13, Q. Gò Vấp, TP. HCM' };
    const { communes } = searchedForms({ address: printed });
    expect(communes.length).toBeGreaterThan(1);
    const { personId } = await register(world, 1, { name, birthDate, address: printed });
    const find = finder(world);
    const found = (address: Address) => find('nameBirthYearCommune', { name, birthDate, address });
    expect(await found(printed)).toBe(1);
    for (const communeCode of communes) expect(await found({ printed: 'TP. HCM', communeCode })).toBe(1);
    expect(await found({ printed: 'Hà Nội', communeCode: '00004' })).toBe(0);
    expect(world.entriesOf('nameBirthYearCommune', 1)).toHaveLength(communes.length);

    const [communeCode = ''] = communes;
    await world.registry.amendPerson(REGISTRAR, {
      personId,
      holder: { address: { printed: 'TP. HCM', communeCode } },
    });
    expect(world.entriesOf('nameBirthYearCommune', 1)).toHaveLength(1);
    const counts = [];
    for (const code of communes) counts.push(await found({ printed: 'TP. HCM', communeCode: code }));
    expect(counts).toEqual(communes.map((code) => Number(code === communeCode)));
    expect(await found(printed)).toBe(1);
  });

  it('finds an organisation by its name and commune, with its digits and signs', async () => {
    const world = registryWorld();
    await world.openIndexes();
    const { holder } = completeRecord({ kind: 'organisation' });
    await world.bringNamed({ holder });
    await world.registry.newPerson(REGISTRAR, { holder }, seedOf(1));
    const find = finder(world);
    const kind = 'organisation';
    const address = { printed: 'Phường Ba Đình, Hà Nội' };
    expect(await find('nameBirthYearCommune', { kind, name: 'CONG TY TNHH 622', address })).toBe(1);
    expect(await find('nameBirthYearCommune', { kind, name: 'Cong ty TNHH 623', address })).toBe(0);
    expect(await find('identityNumber', { identity: { kind: 'legal-entity', number: '0100 109 106' } })).toBe(
      1,
    );
  });

  it('finds who had a number beside who has it, once it was given back', async () => {
    const world = registryWorld();
    await world.openIndexes();
    const { personId, subscriptionId = '' } = await register(world, 1);
    const { texts } = storedHolder({ kind: 'citizen', ...citizen(1) });
    const person = { personId, kind: 'citizen', fields: texts } as const;
    const subscription = {
      subscriptionId,
      isLive: true,
      use: 'person',
      fields: { msisdn: numberOf(1) },
    } as const;
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
    const next = { ...registration(2), number: beginning(numberOf(1)) };
    const { personId: holder } = await world.registry.newPerson(REGISTRAR, next, seedOf(2));
    const found = await world.registry.findByIndex(REGISTRAR, { ...askedBy('msisdn', 1), ...FOR });
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
      ...askedBy('nameBirthDate', 1),
      ...FOR,
    });
    expect([opened, hits]).toEqual([3, 1]);
    await world.registry.findByIndex(REGISTRAR, { ...askedBy('identityNumber', 2), ...FOR });
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
      const search = { ...askedBy('nameBirthDate', 1), ...FOR };
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
    const search = { index: 'nameBirthDate', question: same, ...FOR } as const;
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
    expect(await refused({ ...askedBy('nameBirthDate', 1), ...FOR })).toBe('SUBSCRIBER.SEARCH_TOO_WIDE');
    expect(await refused({ ...askedBy('identityNumber', 1), ...FOR })).toBe('SUBSCRIBER.INDEX_NOT_READY');
    expect(await refused({ index: 'nameBirthDate', question: { name: 'An' }, ...FOR })).toBe(
      'SUBSCRIBER.SEARCH_INCOMPLETE',
    );
    await world.registry.beginIndex(REGISTRAR, { index: 'identityNumber', generation: 1 });
    expect(await refused({ ...askedBy('identityNumber', 1), ...FOR })).toBe('SUBSCRIBER.INDEX_NOT_READY');
  });

  it('finds nobody of another company', async () => {
    const world = registryWorld();
    await world.openIndexes();
    await register(world, 1);
    const stranger = { ...REGISTRAR, principal: { ...REGISTRAR.principal, tenant: 'other' } };
    for (const index of INDEX_NAMES) {
      await world.registry.beginIndex(stranger, { index, generation: 1 });
      await world.registry.backfillIndex(stranger, { index });
      expect(await world.registry.findByIndex(stranger, { ...askedBy(index, 1), ...FOR })).toMatchObject({
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
