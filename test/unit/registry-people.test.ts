import {
  fieldBinding,
  openField,
  padText,
  sealFields,
  unpadText,
  type SealedFields,
} from '@temkin/subscriber/domain';
import { systemRandom, toHex } from '@temkin/kernel';
import type { Write } from '@temkin/storage';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FATES } from '../support/failing-writes.ts';
import { stagedTable } from '../support/staged-table.ts';
import { citizen, numberOf, REGISTRAR, registryWorld, seedOf, TENANT } from './registry-world.ts';

const register = (n: number) =>
  ({ kind: 'citizen', fields: citizen(n), subscription: { msisdn: numberOf(n) } }) as const;

const readAll = (personId: string, shown: 'masked' | 'full' = 'full') => ({
  personId,
  fields: Object.keys(citizen(0)),
  shown,
  purpose: 'support',
});

const hexOf = (sealed: Readonly<Record<string, Uint8Array>>) =>
  Object.entries(sealed).map(([name, bytes]) => [name, toHex(bytes)]);

const SAYS = { lost: 'AUDIT.UNAVAILABLE', applied: 'cut' };

const isDropping = (writes: readonly Write[]): boolean => writes.every(({ kind }) => kind !== 'put');

const PLACE = { tenant: TENANT, personId: 'a', record: 'person', field: 'name', version: 1 } as const;

describe('a sealed field', () => {
  const key = systemRandom(32);
  const field = fc.stringMatching(/^[a-zA-Z]{1,12}$/);
  const place = fc.record({
    tenant: fc.string(),
    personId: fc.string(),
    record: fc.constantFrom('person' as const, 'subscription#1' as const, 'subscription#2' as const),
  });

  it('opens as what it was, at its place', () => {
    fc.assert(
      fc.property(place, field, fc.string({ unit: 'grapheme' }), fc.nat(), (at, name, value, version) => {
        const sealed = sealFields(key, { ...at, version }, { [name]: value }, systemRandom)[name];
        if (sealed === undefined) throw new Error('nothing sealed');
        expect(openField(key, at, name, sealed)).toBe(value);
        expect(openField(systemRandom(32), at, name, sealed)).toBeUndefined();
      }),
    );
  });

  it('opens nowhere else: of another tenant, person, record or field, or as another version', () => {
    fc.assert(
      fc.property(place, place, field, field, fc.nat(), fc.nat(), (at, to, name, other, version, later) => {
        const sealed = sealFields(key, { ...at, version }, { [name]: 'value' }, systemRandom)[name];
        if (sealed === undefined) throw new Error('nothing sealed');
        const isSame =
          fieldBinding({ ...at, field: name, version }) === fieldBinding({ ...to, field: other, version });
        expect(openField(key, to, other, sealed)).toBe(isSame ? 'value' : undefined);
        const shown = Uint8Array.from(sealed);
        new DataView(shown.buffer).setUint32(0, later);
        expect(openField(key, at, name, shown)).toBe(later === version ? 'value' : undefined);
      }),
    );
  });

  it('opens no more with any bit turned', () => {
    const sealed = sealFields(key, PLACE, { name: 'Nguyễn Văn An' }, systemRandom).name;
    if (sealed === undefined) throw new Error('nothing sealed');
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const turned = Uint8Array.from(sealed);
      turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(openField(key, PLACE, 'name', turned)).toBeUndefined();
    }
    for (let length = 0; length < sealed.length; length++)
      expect(openField(key, PLACE, 'name', sealed.subarray(0, length))).toBeUndefined();
  });

  it('tells of its length no more than the next multiple of 32', () => {
    const lengths = ['', 'An', 'Nguyễn Văn An', 'x'.repeat(31)].map((text) => padText(text).length);
    expect(lengths).toEqual([32, 32, 32, 32]);
    expect(padText('x'.repeat(32))).toHaveLength(64);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(unpadText(padText(text))).toBe(text);
      }),
    );
    for (const none of [new Uint8Array(32), new Uint8Array(), new Uint8Array(31).fill(0x80)])
      expect(unpadText(none)).toBeUndefined();
  });
});

describe('a person', () => {
  it('is registered once by one seed, and read in full or masked', async () => {
    const { registry, openIndexes, items, events } = registryWorld();
    await openIndexes();
    const one = await registry.newPerson(REGISTRAR, register(1), seedOf(1));
    expect(await registry.newPerson(REGISTRAR, register(1), seedOf(1))).toEqual(one);
    expect(items('subscribers')).toHaveLength(3);
    expect(items('subscriber-keys')).toHaveLength(1);

    const { fields, kind } = await registry.readPerson(REGISTRAR, readAll(one.personId));
    expect([kind, fields]).toEqual(['citizen', citizen(1)]);
    expect((await registry.readPerson(REGISTRAR, readAll(one.personId, 'masked'))).fields).toEqual({
      name: 'N*** S***',
      birthDate: '***',
      identityNumber: '***001',
      communeCodes: '***',
      address: '***',
    });
    const { fields: some } = await registry.readPerson(REGISTRAR, {
      ...readAll(one.personId),
      fields: ['name', 'nothing'],
    });
    expect(some).toEqual({ name: citizen(1).name });

    const ofPerson = events().filter(({ api }) => api.operation.startsWith('subscriber.'));
    expect(ofPerson.map(({ api, unmapped }) => [api.operation, unmapped.change, unmapped.groups])).toEqual([
      ['subscriber.register', undefined, undefined],
      ['subscriber.read', 'full', Object.keys(citizen(1))],
      ['subscriber.read', 'masked', Object.keys(citizen(1))],
      ['subscriber.read', 'full', ['name', 'nothing']],
    ]);
  });

  it('has a number that is nobody else’s, and may have others', async () => {
    const { registry, openIndexes } = registryWorld();
    await openIndexes();
    const { personId } = await registry.newPerson(REGISTRAR, register(1), seedOf(1));
    const taken = { ...register(2), subscription: { msisdn: numberOf(1) } };
    await expect(registry.newPerson(REGISTRAR, taken, seedOf(2))).rejects.toMatchObject({
      code: 'SUBSCRIBER.NUMBER_TAKEN',
    });
    const second = { personId, fields: { msisdn: numberOf(2) } };
    const added = await registry.newSubscription(REGISTRAR, second, seedOf(3));
    expect(await registry.newSubscription(REGISTRAR, second, seedOf(3))).toEqual(added);
    await expect(registry.newSubscription(REGISTRAR, second, seedOf(4))).rejects.toMatchObject({
      code: 'SUBSCRIBER.NUMBER_TAKEN',
    });
    const nobody = { personId: '00000000-0000-4000-8000-000000000000', fields: { msisdn: numberOf(5) } };
    await expect(registry.newSubscription(REGISTRAR, nobody, seedOf(5))).rejects.toMatchObject({
      code: 'SUBSCRIBER.UNKNOWN',
    });
  });

  it('gets no number while the index of numbers is made for the first time, for nobody could tell whose it is', async () => {
    const { registry } = registryWorld();
    await registry.beginIndex(REGISTRAR, { index: 'msisdn', generation: 1 });
    await expect(registry.newPerson(REGISTRAR, register(1), seedOf(1))).rejects.toMatchObject({
      code: 'SUBSCRIBER.INDEX_NOT_READY',
    });
    const { subscription, ...person } = register(1);
    const { personId } = await registry.newPerson(REGISTRAR, person, seedOf(1));
    await expect(
      registry.newSubscription(REGISTRAR, { personId, fields: subscription }, seedOf(2)),
    ).rejects.toMatchObject({ code: 'SUBSCRIBER.INDEX_NOT_READY' });
  });

  it('has one field sealed anew where one is amended, and all others as they were', async () => {
    const { registry, stores, openIndexes } = registryWorld();
    await openIndexes();
    const { personId } = await registry.newPerson(REGISTRAR, register(1), seedOf(1));
    const before = await stores.people.find(TENANT, personId);
    const { version } = await registry.amendPerson(REGISTRAR, { personId, fields: { address: 'elsewhere' } });
    const after = await stores.people.find(TENANT, personId);
    if (before === undefined || after === undefined) throw new Error('the person is gone');
    expect([version, after.version]).toEqual([2, 2]);
    const [was, is] = [hexOf(before.sealed), hexOf(after.sealed)];
    expect(is.filter(([, bytes], at) => bytes !== was[at]?.[1]).map(([name]) => name)).toEqual(['address']);
    const { fields } = await registry.readPerson(REGISTRAR, readAll(personId));
    expect(fields).toEqual({ ...citizen(1), address: 'elsewhere' });
  });

  it('is unreadable and found by nobody once the key is destroyed, and nothing of it changes any more', async () => {
    const { registry, stores, memory, openIndexes } = registryWorld();
    await openIndexes();
    const { personId } = await registry.newPerson(REGISTRAR, register(1), seedOf(1));
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
    await expect(registry.readPerson(REGISTRAR, readAll(personId))).rejects.toMatchObject(unknown);
    await expect(
      registry.amendPerson(REGISTRAR, { personId, fields: { address: 'elsewhere' } }),
    ).rejects.toMatchObject(unknown);
    expect(
      await registry.findByIndex(REGISTRAR, {
        index: 'identityNumber',
        values: citizen(1),
        purpose: 'support',
        reference: 'case-1',
      }),
    ).toMatchObject({ outcome: 'found', found: [] });
  });

  it('opens for nobody with the key of another person, wherever that was put', async () => {
    const { registry, stores, memory, openIndexes } = registryWorld();
    await openIndexes();
    const [one, two] = await Promise.all(
      [1, 2].map((n) => registry.newPerson(REGISTRAR, register(n), seedOf(n))),
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
    const { personId } = await world.registry.newPerson(REGISTRAR, register(1), seedOf(1));
    staged.inBetween(() =>
      world.process(world.memory).amendPerson(REGISTRAR, { personId, fields: { name: 'Trần Văn Bé' } }),
    );
    await world.registry.amendPerson(REGISTRAR, { personId, fields: { birthDate: '1999-09-09' } });
    const { fields } = await world.registry.readPerson(REGISTRAR, readAll(personId));
    expect(fields).toEqual({ ...citizen(1), name: 'Trần Văn Bé', birthDate: '1999-09-09' });
    const search = { purpose: 'support', reference: 'case-1', index: 'nameBirthDate' } as const;
    expect(
      await world.registry.findByIndex(REGISTRAR, {
        ...search,
        values: { name: 'Tran Van Be', birthDate: '1999-09-09' },
      }),
    ).toMatchObject({ found: [{ personId }] });
    expect(world.entriesOf('nameBirthDate', 1)).toHaveLength(1);
    expect(world.entriesOf('lastFourBirthDate', 1)).toHaveLength(1);
  });

  it('is found by nothing old where a number comes in the middle of an amendment', async () => {
    const staged = stagedTable();
    const world = registryWorld(staged.wrapTable);
    await world.openIndexes();
    const { personId } = await world.registry.newPerson(REGISTRAR, register(1), seedOf(1));
    staged.inBetween(() =>
      world
        .process(world.memory)
        .newSubscription(REGISTRAR, { personId, fields: { msisdn: numberOf(2) } }, seedOf(2)),
    );
    await world.registry.amendPerson(REGISTRAR, { personId, fields: { birthDate: '1999-09-09' } });
    for (const n of [1, 2])
      expect(
        await world.registry.findByIndex(REGISTRAR, {
          index: 'lastFourBirthDate',
          values: { msisdn: numberOf(n), birthDate: '1999-09-09' },
          purpose: 'support',
          reference: 'case-1',
        }),
      ).toMatchObject({ hits: 1 });
  });

  describe('with more numbers than the entries of go into one transaction', () => {
    const NUMBERS = 24;
    const BORN = { birthDate: '1999-09-09', identityNumber: '001090009999' };

    const withNumbers = async () => {
      const staged = stagedTable();
      const world = registryWorld(staged.wrapTable);
      await world.openIndexes(undefined, 1_000_000);
      const { personId } = await world.registry.newPerson(REGISTRAR, register(0), seedOf(0));
      for (let n = 1; n < NUMBERS; n++)
        await world.registry.newSubscription(
          REGISTRAR,
          { personId, fields: { msisdn: numberOf(n) } },
          seedOf(n),
        );
      const amend = () => world.registry.amendPerson(REGISTRAR, { personId, fields: BORN });
      /** How many of the numbers the person is found by, beside a date of birth. */
      const foundBy = async (birthDate: string): Promise<number> => {
        let found = 0;
        for (let n = 0; n < NUMBERS; n++) {
          const values = { msisdn: numberOf(n), birthDate };
          const search = {
            index: 'lastFourBirthDate',
            values,
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
      const before = citizen(0).birthDate ?? '';
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
          const { fields } = await world.registry.readPerson(REGISTRAR, readAll(personId));
          expect([cutAt, await foundBy(fields.birthDate ?? '')]).toEqual([cutAt, NUMBERS]);
          await amend();
          expect([await foundBy(citizen(0).birthDate ?? ''), await foundBy(BORN.birthDate)]).toEqual([
            0,
            NUMBERS,
          ]);
        }
    }, 60_000);

    it('keeps what it is found by where it is amended back before the old entries are gone', async () => {
      const { staged, world, personId, amend, foundBy } = await withNumbers();
      const { birthDate = '', identityNumber = '' } = citizen(0);
      staged.inBetween(
        () =>
          world
            .process(world.memory)
            .amendPerson(REGISTRAR, { personId, fields: { birthDate, identityNumber } }),
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
      await expect(world.registry.newPerson(REGISTRAR, register(1), seedOf(1))).rejects.toThrow(
        SAYS[fate as keyof typeof FATES],
      );
      expect(world.items('subscribers')).toHaveLength(fate === 'lost' ? 0 : 3);
      const { personId } = await world.registry.newPerson(REGISTRAR, register(1), seedOf(1));
      expect(world.items('subscribers')).toHaveLength(3);
      expect((await world.registry.readPerson(REGISTRAR, readAll(personId))).fields).toEqual(citizen(1));
    });

    it('has its second number by the same seed again, once', async () => {
      const staged = stagedTable();
      const world = registryWorld(staged.wrapTable);
      await world.openIndexes();
      const { personId } = await world.registry.newPerson(REGISTRAR, register(1), seedOf(1));
      const second = { personId, fields: { msisdn: numberOf(2) } };
      staged.once(stage);
      await expect(world.registry.newSubscription(REGISTRAR, second, seedOf(2))).rejects.toThrow(
        SAYS[fate as keyof typeof FATES],
      );
      await world.registry.newSubscription(REGISTRAR, second, seedOf(2));
      expect(world.items('subscribers')).toHaveLength(5);
      expect(world.entriesOf('msisdn', 1)).toHaveLength(2);
    });

    it('is amended by the same wish again', async () => {
      const staged = stagedTable();
      const world = registryWorld(staged.wrapTable);
      await world.openIndexes();
      const { personId } = await world.registry.newPerson(REGISTRAR, register(1), seedOf(1));
      const wish = { personId, fields: { name: 'Trần Văn Bé' } };
      staged.once(stage);
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
      const { personId } = await world.registry.newPerson(REGISTRAR, register(1), seedOf(1));
      staged.once(stage);
      await expect(world.registry.readPerson(REGISTRAR, readAll(personId))).rejects.toThrow(
        SAYS[fate as keyof typeof FATES],
      );
    });
  });
});
