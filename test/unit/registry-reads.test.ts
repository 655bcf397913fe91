import type { PersonReading } from '@temkin/subscriber';
import { INDEX_NAMES, type FieldName, type SealedFields } from '@temkin/subscriber/domain';
import { describe, expect, it } from 'vitest';
import { CITIZEN, completeRecord } from '../support/subscriber-records.ts';
import {
  beginning,
  numberOf,
  readingOf,
  registration,
  REGISTRAR,
  registryWorld,
  seedOf,
} from './registry-world.ts';

describe('a read of a person', () => {
  it('shows of a number what was asked for, and how many its holder has', async () => {
    const { registry, openIndexes } = registryWorld();
    await openIndexes();
    const { personId, subscriptionId = '' } = await registry.newPerson(REGISTRAR, registration(1), seedOf(1));
    await registry.newSubscription(
      REGISTRAR,
      {
        personId,
        number: {
          ...beginning(numberOf(2)),
          standing: { state: 'suspended-one-way', holds: [{ cause: 'imported', level: 'one-way' }] },
        },
      },
      seedOf(2),
    );
    const { holder, subscription } = await registry.readPerson(REGISTRAR, {
      ...readingOf(personId),
      subscriptionId,
      fields: { msisdn: 'masked', state: 'full', numbersHeld: 'full' },
    });
    expect([holder, subscription]).toEqual([{}, { msisdn: '***001', state: 'pending', numbersHeld: 2 }]);
  });

  it('shows of whoever acts for an organisation the same fields as of itself', async () => {
    const { registry, openIndexes, bringNamed } = registryWorld();
    await openIndexes();
    const { holder, subscription } = completeRecord({ kind: 'organisation', use: 'machine' });
    await bringNamed({ holder, subscription });
    const standing = { state: 'pending', holds: [] } as const;
    const { personId } = await registry.newPerson(
      REGISTRAR,
      { holder, number: { subscription: { ...subscription, msisdn: '+841234567890' }, standing } },
      seedOf(1),
    );
    const shown = await registry.readPerson(REGISTRAR, {
      ...readingOf(personId),
      fields: { name: 'full', birthDate: 'masked' },
    });
    expect(shown).toMatchObject({
      kind: 'organisation',
      holder: { name: holder.name },
      representative: { name: CITIZEN.name, birthDate: '1990-**-**' },
    });
    expect(Object.keys(shown.representative ?? {})).toEqual(['name', 'birthDate']);
  });

  it('opens no field that was not asked for, and a search none that its index is not made of', async () => {
    const world = registryWorld();
    await world.openIndexes();
    const { holder, subscription } = completeRecord({ kind: 'child' });
    await world.bringNamed({ holder, subscription });
    const standing = { state: 'pending', holds: [] } as const;
    const { registry } = world;
    const { personId } = await registry.newPerson(
      REGISTRAR,
      { holder, number: { subscription, standing } },
      seedOf(1),
    );
    const opened = new Set(['name', 'birthDate', 'identity', 'address', 'msisdn']);
    for (const { key, item } of world.items('subscribers')) {
      if (item['fields'] === undefined) continue;
      const broken = Object.entries(item['fields'] as SealedFields).map(
        ([name, bytes]) => [name, opened.has(name) ? bytes : bytes.map((byte) => byte ^ 1)] as const,
      );
      await world.memory.write({ kind: 'put', key, item: { ...item, fields: Object.fromEntries(broken) } });
    }
    const { name = '', birthDate = '', identity, address } = holder;
    const question = { name, birthDate, msisdn: subscription.msisdn ?? '' };
    if (identity === undefined || address === undefined) throw new Error('no such child');
    for (const index of INDEX_NAMES)
      expect(
        await registry.findByIndex(REGISTRAR, {
          index,
          question: { ...question, identity, address },
          purpose: 'support',
          reference: 'case-1',
        }),
      ).toMatchObject({ found: [{ personId }] });
    await registry.newSubscription(REGISTRAR, { personId, number: beginning(numberOf(2)) }, seedOf(2));
    await registry.amendPerson(REGISTRAR, { personId, holder: { birthDate: '2016-05-02' } });
    for (const index of INDEX_NAMES) {
      await registry.beginIndex(REGISTRAR, { index, generation: 2 });
      expect(await registry.backfillIndex(REGISTRAR, { index })).toBe('switched');
    }
    const read = (field: FieldName) =>
      registry.readPerson(REGISTRAR, { ...readingOf(personId), fields: { [field]: 'masked' } });
    await expect(read('document')).rejects.toThrow('does not open');
    // A guardian's is read with the holder's.
    await expect(read('name')).rejects.toThrow('guardian.name does not open');
    await expect(read('guardianConsent')).rejects.toThrow('guardianConsent does not open');
    await registry.amendPerson(REGISTRAR, { personId, holder: { guardian: { name: 'Lê Văn Bảy' } } });
    expect(await read('name')).toMatchObject({ guardian: { name: 'L*** B***' } });
  });

  it('is refused to whom the policy of reads does not let, and for a field that it does not name', async () => {
    const { registry, openIndexes, events } = registryWorld();
    await openIndexes();
    const { personId } = await registry.newPerson(REGISTRAR, registration(1), seedOf(1));
    const { basis, ...withoutBasis } = readingOf(personId);
    const refused = (reading: PersonReading) =>
      registry.readPerson(REGISTRAR, reading).catch(({ code }: { readonly code: string }) => code);
    const before = events().length;
    expect(await refused(withoutBasis)).toBe('SUBSCRIBER.BASIS_REQUIRED');
    expect(await refused({ ...readingOf(personId), purpose: 'customer-care' })).toBe(
      'SUBSCRIBER.PURPOSE_NOT_ALLOWED',
    );
    expect(await refused({ ...readingOf(personId), fields: {} })).toBe('SUBSCRIBER.NOTHING_ASKED');
    expect(await refused({ ...readingOf(personId), fields: { portrait: 'full' } })).toBe(
      'SUBSCRIBER.FIELD_NOT_ALLOWED',
    );
    expect(events()).toHaveLength(before);
    expect(basis?.kind).toBe('transaction');
  });
});
