import { describe, expect, it } from 'vitest';
import { testTable } from '../support/store.ts';
import {
  askedBy,
  beginning,
  citizen,
  MINUTE,
  numberOf,
  readingOf,
  registration,
  REGISTRAR,
  registryWorld,
  seedOf,
} from '../unit/registry-world.ts';

const { table } = await testTable();

const INDEXES = ['msisdn', 'nameBirthDate'] as const;

const FOR = { purpose: 'support', reference: 'case-1' } as const;

describe('the registry over a store as it is', () => {
  it('keeps people, finds them before and after it is made anew, and amends them', async () => {
    const world = registryWorld();
    const registry = world.process(table);
    for (const index of INDEXES) {
      await registry.beginIndex(REGISTRAR, { index, generation: 1, holders: 20 });
      expect(await registry.backfillIndex(REGISTRAR, { index })).toBe('switched');
    }
    const people: { readonly personId: string }[] = [];
    for (let n = 0; n < 6; n++) people.push(await registry.newPerson(REGISTRAR, registration(n), seedOf(n)));
    const personId = people[3]?.personId ?? '';
    const second = { personId, number: beginning(numberOf(30)) };
    const { subscriptionId = '' } = await registry.newSubscription(REGISTRAR, second, seedOf(30));
    await expect(
      registry.newSubscription(REGISTRAR, { personId, number: beginning(numberOf(1)) }, seedOf(31)),
    ).rejects.toMatchObject({ code: 'SUBSCRIBER.NUMBER_TAKEN' });
    await registry.amendPerson(REGISTRAR, { personId, holder: { name: 'Trần Văn Bé' } });
    const { holder, subscription } = await registry.readPerson(REGISTRAR, {
      ...readingOf(personId),
      subscriptionId,
      fields: { name: 'full', birthDate: 'full', msisdn: 'full', state: 'full', numbersHeld: 'full' },
    });
    expect(subscription).toEqual({ msisdn: numberOf(30), state: 'pending', numbersHeld: 2 });
    expect(holder).toEqual({ name: 'Trần Văn Bé', birthDate: citizen(3).birthDate });

    const expectFound = async (): Promise<void> => {
      for (const index of INDEXES)
        expect(await registry.findByIndex(REGISTRAR, { ...askedBy(index, 5), ...FOR })).toMatchObject({
          found: [{ personId: people[5]?.personId }],
        });
      const question = { name: 'tran van be', birthDate: citizen(3).birthDate };
      expect(
        await registry.findByIndex(REGISTRAR, { index: 'nameBirthDate', question, ...FOR }),
      ).toMatchObject({ found: [{ personId }] });
    };
    await expectFound();
    for (const index of INDEXES) {
      await registry.beginIndex(REGISTRAR, { index, generation: 2, holders: 40 });
      await Promise.all([1, 2].map(() => registry.backfillIndex(REGISTRAR, { index })));
      await expectFound();
      world.clock.advance(10 * MINUTE);
      expect(await registry.purgeGeneration(REGISTRAR, { index })).toBe('purged');
    }
    await expectFound();
  }, 300_000);
});
