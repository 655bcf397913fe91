import { expect, it } from 'vitest';
import { INDEX_NAMES } from '@temkin/subscriber/domain';
import { needlesOfText, searchFor } from '../support/canaries.ts';
import { classified, kindsOf, REGISTRY_KINDS } from '../support/item-kinds.ts';
import { readableFields } from '../support/readable-fields.ts';
import { allBytesOf, type StoredItem } from '../support/stored-items.ts';
import { MINUTE, REGISTRAR, registryWorld, seedOf } from './registry-world.ts';

const FIELDS = {
  name: 'Phạm Ngọc Thạch Thảo',
  birthDate: '1987-06-05',
  identityNumber: '079187004321',
  communeCodes: '0026734x',
  address: 'Ngách 45 phố Hàng Chuối',
};

const AMENDED = { name: 'Phạm Hoàng Mai Quyên', identityNumber: '079187009876' };

const NUMBERS = ['+84987654321', '+84987650123'] as const;

it('a dump of all tables has no value of a field in any form, and nothing of a kind or field that the schema does not know', async () => {
  const world = registryWorld();
  await world.openIndexes();
  const { registry } = world;
  const { personId } = await registry.newPerson(
    REGISTRAR,
    { kind: 'citizen', fields: FIELDS, subscription: { msisdn: NUMBERS[0] } },
    seedOf(1),
  );
  await registry.newSubscription(REGISTRAR, { personId, fields: { msisdn: NUMBERS[1] } }, seedOf(2));
  const values = { ...FIELDS, msisdn: NUMBERS[0] };
  for (const index of INDEX_NAMES) {
    const found = await registry.findByIndex(REGISTRAR, {
      index,
      values,
      purpose: 'support',
      reference: 'case-1',
    });
    expect([index, found.hits]).toEqual([index, 1]);
  }
  await registry.amendPerson(REGISTRAR, { personId, fields: AMENDED });
  const fields = Object.keys(FIELDS);
  for (const shown of ['masked', 'full'] as const)
    await registry.readPerson(REGISTRAR, { personId, fields, shown, purpose: 'support' });
  const before = world.memory.items();
  for (const index of INDEX_NAMES) {
    await registry.beginIndex(REGISTRAR, { index, generation: 2 });
    let pages = 0;
    await registry.backfillIndex(REGISTRAR, { index, isOver: () => (pages += 1) > 200 });
  }
  const building = world.memory.items();
  for (const index of INDEX_NAMES) {
    await registry.backfillIndex(REGISTRAR, { index });
    world.clock.advance(10 * MINUTE);
    await registry.purgeGeneration(REGISTRAR, { index });
  }

  const dump = [...before, ...building, ...world.memory.items()].map(({ key, item }): StoredItem => ({
    ...key,
    item,
  }));
  const secrets = [...Object.values(FIELDS), ...Object.values(AMENDED), ...NUMBERS];
  const bare = NUMBERS.flatMap((number) => [number.slice(1), number.slice(3), `0${number.slice(3)}`]);
  const search = searchFor([...secrets, ...bare].flatMap(needlesOfText));
  expect(search(Buffer.from('pham ngoc thach thao'))).toHaveLength(1);
  expect(dump.filter((stored) => allBytesOf(stored).some((bytes) => search(bytes).length > 0))).toEqual([]);

  expect(dump.filter((stored) => kindsOf(stored).length !== 1)).toEqual([]);
  const kinds = new Set(dump.flatMap(kindsOf));
  expect(REGISTRY_KINDS.filter((kind) => !kinds.has(kind))).toEqual([]);
  const unknown = dump.flatMap((stored) =>
    classified(stored)
      .filter(({ class: is }) => is === undefined)
      .map(({ name }) => `${stored.table} ${name}`),
  );
  expect(unknown).toEqual([]);
  const ofRegistry = dump.filter(({ table }) => table.startsWith('subscriber'));
  expect(readableFields(ofRegistry)).toEqual([]);
});
