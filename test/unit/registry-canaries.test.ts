import { expect, it } from 'vitest';
import { INDEX_NAMES } from '@temkin/subscriber/domain';
import {
  registerSubscription,
  type NewRegistration,
} from '../../packages/capabilities/subscriber/src/usecases/register-subscription.ts';
import { openTransaction } from '../../packages/capabilities/subscriber/src/usecases/open-transaction.ts';
import { needlesOfBytes, needlesOfText, searchFor } from '../support/canaries.ts';
import { jpeg } from '../support/images.ts';
import { classified, kindsOf, REGISTRY_KINDS } from '../support/item-kinds.ts';
import { readableFields } from '../support/readable-fields.ts';
import { sha256 } from '../support/sha256.ts';
import { completeRecord } from '../support/subscriber-records.ts';
import { allBytesOf, type StoredItem } from '../support/stored-items.ts';
import { startTimelineWrites } from '../../packages/capabilities/subscriber/src/store/timelines.ts';
import { imageWorld } from './image-world.ts';
import { beginning, MINUTE, readingOf, REGISTRAR, seedOf, TENANT } from './registry-world.ts';

const PARTY = {
  name: 'Phạm Ngọc Thạch Thảo',
  birthDate: '1987-06-05',
  identity: { kind: 'personal', number: '079187004321' },
  address: { printed: 'Ngách 45 phố Hàng Chuối', communeCode: '00004' },
} as const;

const AMENDED = {
  name: 'Phạm Hoàng Mai Quyên',
  identity: { kind: 'personal', number: '079187009876' },
  address: { printed: 'Số 77 Quang Trung, P.13, Q. Gò Vấp, TP. HCM' },
} as const;

/** Somebody else, with everything, upon a transaction. */
const registrationAt = (transactionId: string): NewRegistration => {
  const { holder, subscription } = completeRecord();
  const {
    ordinal: _ordinal,
    registeredAt: _at,
    serviceStart: _start,
    state: _state,
    ...number
  } = subscription;
  const portrait = { imageId: 'image-1', sha256: 'ab'.repeat(32), takenAt: 0 };
  return { holder: { ...holder, portrait }, subscription: number, method: 'electronic', transactionId };
};

const textsOf = (party: typeof PARTY | typeof AMENDED): readonly string[] => [
  party.name,
  party.identity.number,
  party.address.printed,
];

const IMAGE = jpeg(3_000);

const NUMBERS = ['+84987654321', '+84987650123'] as const;

it('a dump of all tables has no value of a field in any form, and nothing of a kind or field that the schema does not know', async () => {
  const world = imageWorld();
  await world.openIndexes();
  const { registry } = world;
  const { personId, subscriptionId, receipt } = await registry.newPerson(
    REGISTRAR,
    { holder: { kind: 'citizen', ...PARTY }, number: beginning(NUMBERS[0]) },
    seedOf(1),
  );
  await registry.newSubscription(REGISTRAR, { personId, number: beginning(NUMBERS[1]) }, seedOf(2));
  const question = { ...PARTY, msisdn: NUMBERS[0] };
  for (const index of INDEX_NAMES) {
    const found = await registry.findByIndex(REGISTRAR, {
      index,
      question,
      purpose: 'support',
      reference: 'case-1',
    });
    expect([index, found.hits]).toEqual([index, 1]);
  }
  await registry.amendPerson(REGISTRAR, { personId, holder: AMENDED });
  for (const shown of ['masked', 'full'] as const)
    await registry.readPerson(REGISTRAR, readingOf(personId, shown));
  if (subscriptionId === undefined) throw new Error('no number');
  const run = { timeline: 'wrong-information', use: 'person', startedAt: 0, done: [] } as const;
  await world.memory.transact(
    startTimelineWrites(
      TENANT,
      { personId, subscriptionId },
      { ...run, startedAt: world.clock.now() },
      { receipt },
    ),
    'timeline',
  );
  await world.bring(IMAGE);
  const { stores } = world;
  const { opened } = await openTransaction(stores)(REGISTRAR, 'registration', seedOf(3));
  const registration = registrationAt(opened.basisId);
  await world.bringNamed(registration);
  await registerSubscription(stores)(REGISTRAR, registration, seedOf(4));
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
  const { holder, subscription } = registrationAt('');
  const texts = [holder.name, holder.address?.printed, holder.identity?.number, subscription.msisdn];
  const secrets = [
    ...texts.flatMap((text) => text ?? []),
    ...textsOf(PARTY),
    ...textsOf(AMENDED),
    PARTY.birthDate,
    ...NUMBERS,
  ];
  const bare = NUMBERS.flatMap((number) => [number.slice(1), number.slice(3), `0${number.slice(3)}`]);
  const ofImage = [IMAGE.subarray(0, 40), IMAGE.subarray(1_000, 1_040), sha256(IMAGE)];
  const search = searchFor([
    ...[...secrets, ...bare].flatMap(needlesOfText),
    ...ofImage.flatMap((bytes) => needlesOfBytes(bytes, 'image')),
  ]);
  expect(search(Buffer.from('pham ngoc thach thao'))).toHaveLength(1);
  expect(dump.filter((stored) => allBytesOf(stored).some((bytes) => search(bytes).length > 0))).toEqual([]);
  expect([...world.blobs.stored.values()].flatMap((bytes) => search(bytes))).toEqual([]);
  expect(world.blobs.stored.size).toBe(1);

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
