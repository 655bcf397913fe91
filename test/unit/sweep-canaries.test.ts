import { expect, it } from 'vitest';
import { needlesOfText, searchFor } from '../support/canaries.ts';
import { generatedRegistry } from '../support/generated-registry.ts';
import { classified, kindsOf, SWEEP_KINDS } from '../support/item-kinds.ts';
import { readableFields } from '../support/readable-fields.ts';
import { allBytesOf, type StoredItem } from '../support/stored-items.ts';
import { seedOf, TENANT } from './registry-world.ts';
import { planted, sweepWorld } from './sweep-world.ts';

it('what a sweep leaves in tables, blobs and events, and what it answers, has no value of a field in any form', async () => {
  const world = sweepWorld();
  await world.peopleAre(60, 21);
  await world.plant(planted);
  const sweepId = await world.begin(seedOf(1));
  let asked = 0;
  await world.workSweeps(() => (asked += 1) > 700);
  const dump = (): readonly StoredItem[] =>
    world.memory.items().map(({ key, item }): StoredItem => ({ ...key, item }));
  const [begun, facts] = [dump(), [...world.blobs.stored]];
  expect(facts.some(([name]) => name.includes('/facts/'))).toBe(true);
  await world.workSweeps(() => false);
  const hits = await world.hitsOf(sweepId);
  expect(hits.length).toBeGreaterThan(20);

  const items = [...begun, ...dump()].filter(
    ({ table }) => table === 'registry-sweeps' || table === 'outbox',
  );
  const blobs = [...facts, ...world.blobs.stored];
  const answers = [hits, await world.readSweep({ tenant: TENANT, sweepId })];

  const some = [...generatedRegistry(60, 21)].flatMap((person) => [
    person.name,
    person.identityNumber,
    ...(person.birthDate === undefined ? [] : [person.birthDate]),
    ...person.subscriptions.flatMap(({ msisdn, pointId, contractNumber }) => [
      msisdn.slice(1),
      ...(pointId === undefined ? [] : [pointId]),
      ...(contractNumber === undefined ? [] : [contractNumber]),
    ]),
  ]);
  const search = searchFor([...new Set([...some, 'Đại lý Hoa Sen', '1990-05-06'])].flatMap(needlesOfText));
  expect(search(Buffer.from(some[0] ?? ''))).not.toEqual([]);
  const told = [
    ...items.flatMap(allBytesOf),
    ...blobs.flatMap(([name, bytes]) => [Buffer.from(name), bytes]),
    Buffer.from(JSON.stringify(answers)),
  ];
  expect(told.filter((bytes) => search(bytes).length > 0)).toEqual([]);

  const ofSweeps = items.filter(({ table }) => table === 'registry-sweeps');
  expect(ofSweeps.filter((stored) => kindsOf(stored).length !== 1)).toEqual([]);
  const kinds = new Set(ofSweeps.flatMap(kindsOf));
  expect(SWEEP_KINDS.filter((kind) => !kinds.has(kind))).toEqual([]);
  const unknown = ofSweeps.flatMap((stored) =>
    classified(stored)
      .filter(({ class: is }) => is === undefined)
      .map(({ name }) => `${stored.table} ${name}`),
  );
  expect(unknown).toEqual([]);
  expect(readableFields(ofSweeps)).toEqual([]);
});
