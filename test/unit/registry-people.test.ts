import { openField, type SealedFields } from '@temkin/subscriber/domain';
import { toHex } from '@temkin/kernel';
import type { Write } from '@temkin/storage';
import { describe, expect, it } from 'vitest';
import { FATES } from '../support/failing-writes.ts';
import { stagedTable } from '../support/staged-table.ts';
import {
  beginning,
  citizen,
  numberOf,
  readingOf,
  registration,
  REGISTRAR,
  registryWorld,
  seedOf,
  TENANT,
} from './registry-world.ts';

const hexOf = (sealed: Readonly<Record<string, Uint8Array>>) =>
  Object.entries(sealed).map(([name, bytes]) => [name, toHex(bytes)]);

const SAYS = { lost: 'AUDIT.UNAVAILABLE', applied: 'cut' };

const isDropping = (writes: readonly Write[]): boolean => writes.every(({ kind }) => kind !== 'put');

const ELSEWHERE = { printed: 'elsewhere' };

describe('a person', () => {
  it('is registered once by one seed, and read in full or masked', async () => {
    const { registry, openIndexes, items, events } = registryWorld();
    await openIndexes();
    const one = await registry.newPerson(REGISTRAR, registration(1), seedOf(1));
    expect(await registry.newPerson(REGISTRAR, registration(1), seedOf(1))).toEqual(one);
    expect(items('subscribers')).toHaveLength(4);
    expect(items('subscriber-keys')).toHaveLength(1);

    const { holder, kind } = await registry.readPerson(REGISTRAR, readingOf(one.personId));
    expect([kind, holder]).toEqual(['citizen', citizen(1)]);
    expect((await registry.readPerson(REGISTRAR, readingOf(one.personId, 'masked'))).holder).toEqual({
      name: 'N*** C***',
      birthDate: '1951-**-**',
      identity: '***001',
      address: 'Phường Ba Đình, Thành phố Hà Nội',
    });
    const some = await registry.readPerson(REGISTRAR, {
      ...readingOf(one.personId),
      fields: { name: 'full', portrait: 'masked', identity: 'masked' },
    });
    expect(some).toMatchObject({ holder: { name: citizen(1).name, identity: '***001' } });
    expect(Object.keys(some.holder)).toEqual(['name', 'identity']);

    const ofPerson = events().filter(({ api }) => api.operation.startsWith('subscriber.'));
    expect(ofPerson.map(({ api, unmapped }) => [api.operation, unmapped.groups])).toEqual([
      ['subscriber.register', undefined],
      ['subscriber.read', ['name', 'birthDate', 'identity', 'address']],
      ['subscriber.read', ['name:masked', 'birthDate:masked', 'identity:masked', 'address:masked']],
      ['subscriber.read', ['name', 'portrait:masked', 'identity:masked']],
    ]);
  });

  it('has a number that is nobody else’s, and may have others', async () => {
    const { registry, openIndexes } = registryWorld();
    await openIndexes();
    const { personId } = await registry.newPerson(REGISTRAR, registration(1), seedOf(1));
    const taken = { ...registration(2), number: beginning(numberOf(1)) };
    await expect(registry.newPerson(REGISTRAR, taken, seedOf(2))).rejects.toMatchObject({
      code: 'SUBSCRIBER.NUMBER_TAKEN',
    });
    const second = { personId, number: beginning(numberOf(2)) };
    const added = await registry.newSubscription(REGISTRAR, second, seedOf(3));
    expect(await registry.newSubscription(REGISTRAR, second, seedOf(3))).toEqual(added);
    await expect(registry.newSubscription(REGISTRAR, second, seedOf(4))).rejects.toMatchObject({
      code: 'SUBSCRIBER.NUMBER_TAKEN',
    });
    const nobody = { personId: '00000000-0000-4000-8000-000000000000', number: beginning(numberOf(5)) };
    await expect(registry.newSubscription(REGISTRAR, nobody, seedOf(5))).rejects.toMatchObject({
      code: 'SUBSCRIBER.UNKNOWN',
    });
  });

  it('gets no number while the index of numbers is made for the first time, for nobody could tell whose it is', async () => {
    const { registry } = registryWorld();
    await registry.beginIndex(REGISTRAR, { index: 'msisdn', generation: 1 });
    await expect(registry.newPerson(REGISTRAR, registration(1), seedOf(1))).rejects.toMatchObject({
      code: 'SUBSCRIBER.INDEX_NOT_READY',
    });
    const { holder } = registration(1);
    const { personId } = await registry.newPerson(REGISTRAR, { holder }, seedOf(1));
    await expect(
      registry.newSubscription(REGISTRAR, { personId, number: beginning(numberOf(1)) }, seedOf(2)),
    ).rejects.toMatchObject({ code: 'SUBSCRIBER.INDEX_NOT_READY' });
  });

  it('has one field sealed anew where one is amended, and all others as they were', async () => {
    const { registry, stores, openIndexes } = registryWorld();
    await openIndexes();
    const { personId } = await registry.newPerson(REGISTRAR, registration(1), seedOf(1));
    const before = await stores.people.find(TENANT, personId);
    const { version } = await registry.amendPerson(REGISTRAR, { personId, holder: { address: ELSEWHERE } });
    const after = await stores.people.find(TENANT, personId);
    if (before === undefined || after === undefined) throw new Error('the person is gone');
    expect([version, after.version]).toEqual([2, 2]);
    const [was, is] = [hexOf(before.sealed), hexOf(after.sealed)];
    expect(is.filter(([, bytes], at) => bytes !== was[at]?.[1]).map(([name]) => name)).toEqual(['address']);
    const { holder } = await registry.readPerson(REGISTRAR, readingOf(personId));
    expect(holder).toEqual({ ...citizen(1), address: ELSEWHERE });
  });

  it('is unreadable and found by nobody once the key is destroyed, and nothing of it changes any more', async () => {
    const { registry, stores, memory, openIndexes } = registryWorld();
    await openIndexes();
    const { personId } = await registry.newPerson(REGISTRAR, registration(1), seedOf(1));
    const sealed: SealedFields = (await stores.people.find(TENANT, personId))?.sealed ?? {};
    await memory.transact([stores.personKeys.destroyWrite(TENANT, personId)], 'destroyed');

    expect(await stores.personKeys.find(TENANT, personId)).toBeUndefined();
    const left = memory
      .items()
      .flatMap(({ item }) =>
        Object.values(item).flatMap((value): readonly Uint8Array[] =>
          value instanceof Uint8Array ? [value] : [],
        ),
      );
    const place = { tenant: TENANT, personId, record: 'person' } as const;
    for (const [field, bytes] of Object.entries(sealed))
      for (const value of left.filter(({ length }) => length === 32))
        expect(openField(value, place, field, bytes)).toBeUndefined();
    const unknown = { code: 'SUBSCRIBER.UNKNOWN' };
    await expect(registry.readPerson(REGISTRAR, readingOf(personId))).rejects.toMatchObject(unknown);
    await expect(
      registry.amendPerson(REGISTRAR, { personId, holder: { address: ELSEWHERE } }),
    ).rejects.toMatchObject(unknown);
    expect(
      await registry.findByIndex(REGISTRAR, {
        index: 'identityNumber',
        question: citizen(1),
        purpose: 'support',
        reference: 'case-1',
      }),
    ).toMatchObject({ outcome: 'found', found: [] });
  });

  it('opens for nobody with the key of another person, wherever that was put', async () => {
    const { registry, stores, memory, openIndexes } = registryWorld();
    await openIndexes();
    const [one, two] = await Promise.all(
      [1, 2].map((n) => registry.newPerson(REGISTRAR, registration(n), seedOf(n))),
    );
    const keyOfOne = memory
      .items()
      .find(({ key: { table, sort } }) => table === 'subscriber-keys' && sort === one?.personId);
    const placeOfTwo = memory
      .items()
      .find(({ key: { table, sort } }) => table === 'subscriber-keys' && sort === two?.personId);
    if (keyOfOne === undefined || placeOfTwo === undefined || two === undefined) throw new Error('no keys');
    await memory.write({ kind: 'put', key: placeOfTwo.key, item: keyOfOne.item });
    await expect(stores.personKeys.find(TENANT, two.personId)).rejects.toThrow('does not open');
  });

  it('keeps what two change at once: the second looks again', async () => {
    const staged = stagedTable();
    const world = registryWorld(staged.wrapTable);
    await world.openIndexes();
    const { personId } = await world.registry.newPerson(REGISTRAR, registration(1), seedOf(1));
    staged.inBetween(() =>
      world.process(world.memory).amendPerson(REGISTRAR, { personId, holder: { name: 'Trần Văn Bé' } }),
    );
    await world.registry.amendPerson(REGISTRAR, { personId, holder: { birthDate: '1999-09-09' } });
    const { holder } = await world.registry.readPerson(REGISTRAR, readingOf(personId));
    expect(holder).toEqual({ ...citizen(1), name: 'Trần Văn Bé', birthDate: '1999-09-09' });
    const search = { purpose: 'support', reference: 'case-1', index: 'nameBirthDate' } as const;
    expect(
      await world.registry.findByIndex(REGISTRAR, {
        ...search,
        question: { name: 'Tran Van Be', birthDate: '1999-09-09' },
      }),
    ).toMatchObject({ found: [{ personId }] });
    expect(world.entriesOf('nameBirthDate', 1)).toHaveLength(1);
    expect(world.entriesOf('lastFourBirthDate', 1)).toHaveLength(1);
  });

  it('is found by nothing old where a number comes in the middle of an amendment', async () => {
    const staged = stagedTable();
    const world = registryWorld(staged.wrapTable);
    await world.openIndexes();
    const { personId } = await world.registry.newPerson(REGISTRAR, registration(1), seedOf(1));
    staged.inBetween(() =>
      world
        .process(world.memory)
        .newSubscription(REGISTRAR, { personId, number: beginning(numberOf(2)) }, seedOf(2)),
    );
    await world.registry.amendPerson(REGISTRAR, { personId, holder: { birthDate: '1999-09-09' } });
    for (const n of [1, 2])
      expect(
        await world.registry.findByIndex(REGISTRAR, {
          index: 'lastFourBirthDate',
          question: { msisdn: numberOf(n), birthDate: '1999-09-09' },
          purpose: 'support',
          reference: 'case-1',
        }),
      ).toMatchObject({ hits: 1 });
  });

  describe('with more numbers than the entries of go into one transaction', () => {
    const NUMBERS = 24;
    const BORN = {
      birthDate: '1999-09-09',
      identity: { kind: 'personal', number: '001199009999' },
    } as const;

    const withNumbers = async () => {
      const staged = stagedTable();
      const world = registryWorld(staged.wrapTable);
      await world.openIndexes(undefined, 1_000_000);
      const { personId } = await world.registry.newPerson(REGISTRAR, registration(0), seedOf(0));
      for (let n = 1; n < NUMBERS; n++)
        await world.registry.newSubscription(
          REGISTRAR,
          { personId, number: beginning(numberOf(n)) },
          seedOf(n),
        );
      const amend = () => world.registry.amendPerson(REGISTRAR, { personId, holder: BORN });
      /** How many of the numbers the person is found by, beside a date of birth. */
      const foundBy = async (birthDate: string): Promise<number> => {
        let found = 0;
        for (let n = 0; n < NUMBERS; n++) {
          const question = { msisdn: numberOf(n), birthDate };
          const search = {
            index: 'lastFourBirthDate',
            question,
            purpose: 'support',
            reference: 'case-1',
          } as const;
          found += (await world.registry.findByIndex(REGISTRAR, search)).hits;
        }
        return found;
      };
      return { staged, world, personId, amend, foundBy };
    };

    it('is amended, and found by all of them as it is now, and by nothing old', async () => {
      const { world, amend, foundBy } = await withNumbers();
      const before = citizen(0).birthDate;
      expect(await foundBy(before)).toBe(NUMBERS);
      await amend();
      expect([await foundBy(before), await foundBy(BORN.birthDate)]).toEqual([0, NUMBERS]);
      expect(world.entriesOf('lastFourBirthDate', 1)).toHaveLength(NUMBERS);
      expect(world.entriesOf('lastFourIdentityNumber', 1)).toHaveLength(NUMBERS);
    });

    it('is found as it is, wherever the amendment was cut off, and amended by the same wish again', async () => {
      for (const stage of Object.values(FATES))
        for (const cutAt of [1, 2, 3, 4]) {
          const { staged, world, personId, amend, foundBy } = await withNumbers();
          let transactions = 0;
          staged.stage((commit, writes) =>
            (transactions += 1) === cutAt ? stage(commit, writes) : commit(),
          );
          await expect(amend()).rejects.toThrow(/AUDIT|cut|down/);
          staged.stage();
          const { holder } = await world.registry.readPerson(REGISTRAR, readingOf(personId));
          expect([cutAt, await foundBy(String(holder.birthDate))]).toEqual([cutAt, NUMBERS]);
          await amend();
          expect([await foundBy(citizen(0).birthDate), await foundBy(BORN.birthDate)]).toEqual([0, NUMBERS]);
        }
    }, 60_000);

    it('keeps what it is found by where it is amended back before the old entries are gone', async () => {
      const { staged, world, personId, amend, foundBy } = await withNumbers();
      const { birthDate, identity } = citizen(0);
      staged.inBetween(
        () =>
          world.process(world.memory).amendPerson(REGISTRAR, { personId, holder: { birthDate, identity } }),
        isDropping,
      );
      await amend();
      expect([await foundBy(birthDate), await foundBy(BORN.birthDate)]).toEqual([NUMBERS, 0]);
    });
  });

  describe.each(Object.entries(FATES))('where the write is %s and reported as failed', (fate, stage) => {
    it('is registered by the same seed again, once', async () => {
      const staged = stagedTable();
      const world = registryWorld(staged.wrapTable);
      await world.openIndexes();
      staged.once(stage);
      await expect(world.registry.newPerson(REGISTRAR, registration(1), seedOf(1))).rejects.toThrow(
        SAYS[fate as keyof typeof FATES],
      );
      expect(world.items('subscribers')).toHaveLength(fate === 'lost' ? 0 : 4);
      const { personId } = await world.registry.newPerson(REGISTRAR, registration(1), seedOf(1));
      expect(world.items('subscribers')).toHaveLength(4);
      expect((await world.registry.readPerson(REGISTRAR, readingOf(personId))).holder).toEqual(citizen(1));
    });

    it('has its second number by the same seed again, once', async () => {
      const staged = stagedTable();
      const world = registryWorld(staged.wrapTable);
      await world.openIndexes();
      const { personId } = await world.registry.newPerson(REGISTRAR, registration(1), seedOf(1));
      const second = { personId, number: beginning(numberOf(2)) };
      staged.once(stage);
      await expect(world.registry.newSubscription(REGISTRAR, second, seedOf(2))).rejects.toThrow(
        SAYS[fate as keyof typeof FATES],
      );
      await world.registry.newSubscription(REGISTRAR, second, seedOf(2));
      expect(world.items('subscribers')).toHaveLength(7);
      expect(world.entriesOf('msisdn', 1)).toHaveLength(2);
    });

    it('is amended by the same wish again', async () => {
      const staged = stagedTable();
      const world = registryWorld(staged.wrapTable);
      await world.openIndexes();
      const { personId } = await world.registry.newPerson(REGISTRAR, registration(1), seedOf(1));
      const wish = { personId, holder: { name: 'Trần Văn Bé' } };
      // Not the event that it is begun.
      staged.once(stage, (writes) => writes.some(({ kind }) => kind === 'update'));
      await expect(world.registry.amendPerson(REGISTRAR, wish)).rejects.toThrow(
        SAYS[fate as keyof typeof FATES],
      );
      const { version } = await world.registry.amendPerson(REGISTRAR, wish);
      expect(version).toBe(fate === 'lost' ? 2 : 3);
      expect(world.entriesOf('nameBirthDate', 1)).toHaveLength(1);
    });

    it('shows nothing', async () => {
      const staged = stagedTable();
      const world = registryWorld(staged.wrapTable);
      await world.openIndexes();
      const { personId } = await world.registry.newPerson(REGISTRAR, registration(1), seedOf(1));
      staged.once(stage);
      await expect(world.registry.readPerson(REGISTRAR, readingOf(personId))).rejects.toThrow(
        SAYS[fate as keyof typeof FATES],
      );
    });
  });
});
