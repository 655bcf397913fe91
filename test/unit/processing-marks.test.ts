import {
  EXPORT_PURPOSES,
  isPurposeOpen,
  PROCESSING_MARKS,
  READ_POLICY,
  READ_PURPOSES,
  type DataRequest,
  type FieldName,
  type ProcessingMark,
} from '@temkin/subscriber/domain';
import type { Caller } from '@temkin/kernel';
import { describe, expect, it } from 'vitest';
import { openRegistryCase } from '../../packages/capabilities/subscriber/src/usecases/open-registry-case.ts';
import { eachWrite } from '../support/each-write.ts';
import { stagedTable } from '../support/staged-table.ts';
import { askedBy, citizen, registration, REGISTRAR, seedOf, TENANT } from './registry-world.ts';
import { OFFICER, refusalOf, rightsWorld, staff, type RightsWorld } from './rights-world.ts';

/** Which request leaves which mark. */
const ASKED: Readonly<Record<ProcessingMark, DataRequest>> = {
  restricted: 'restrict',
  objected: 'object',
  'consent-withdrawn': 'withdraw-consent',
  protected: 'protect',
};

/** All that marks close. Whatever is not here stays open. */
const CLOSED: Readonly<Record<ProcessingMark, readonly string[]>> = {
  restricted: ['customer-care', 'reconciliation'],
  objected: ['customer-care', 'reconciliation'],
  'consent-withdrawn': [],
  protected: ['customer-care', 'investigation', 'reconciliation'],
};

const purposesByMark = PROCESSING_MARKS.flatMap((mark) =>
  READ_PURPOSES.map((purpose) => ({
    mark,
    purpose,
    is: CLOSED[mark].includes(purpose) ? 'closed' : 'open',
  })),
);

let seeds = 7_000;
const fulfil = async ({ rights }: RightsWorld, personId: string, kind: DataRequest) => {
  const asked = { personId, kind, needsProcessor: false };
  const { requestId } = await rights.fileDataRequest(OFFICER, asked, seedOf((seeds += 1)));
  await rights.answerDataRequest(OFFICER, requestId, { answer: 'accepted' });
  await rights.closeDataRequest(OFFICER, requestId, 'fulfilled');
};

/** Whoever reads for a purpose, upon what it needs. */
const readerFor = (purpose: (typeof READ_PURPOSES)[number]) => {
  const line = READ_POLICY.find((rule) => rule.purpose === purpose);
  const role = line?.roles[0];
  const field = Object.keys(line?.shown ?? {})[0] as FieldName | undefined;
  if (line === undefined || role === undefined || field === undefined) throw new Error('a purpose of nobody');
  const caller: Caller = staff('reader-1', role);
  const reading = (personId: string) => ({
    personId,
    purpose,
    fields: { [field]: 'masked' as const },
    basis: { kind: line.needs, reference: 'basis-1', released: [field] },
  });
  return { caller, reading };
};

const marked = async (...marks: readonly ProcessingMark[]) => {
  const world = await rightsWorld();
  const { personId } = await world.register(1);
  for (const mark of marks) await fulfil(world, personId, ASKED[mark]);
  return { ...world, personId };
};

describe('a mark on a record', () => {
  for (const mark of PROCESSING_MARKS)
    it(`that is “${mark}” closes to readers and searches what its rule says, and nothing else`, async () => {
      const world = await marked(mark);
      const expected = purposesByMark.filter((one) => one.mark === mark);
      const found = [];
      for (const { purpose } of expected) {
        const { caller, reading } = readerFor(purpose);
        const codes = [
          await refusalOf(world.registry.readPerson(caller, reading(world.personId))),
          await refusalOf(
            world.registry.findByIndex(caller, { ...askedBy('msisdn', 1), purpose, reference: 'basis-1' }),
          ),
        ];
        const said = new Set(codes.map((code) => (code === 'SUBSCRIBER.PURPOSE_CLOSED' ? 'closed' : code)));
        found.push({ mark, purpose, is: said.has('done') ? 'open' : [...said].join() });
        expect(said.size, purpose).toBe(1);
      }
      expect(found).toEqual(expected);
    });

  it('closes of the purposes of exports what its rule says, and nothing else', () => {
    for (const mark of PROCESSING_MARKS)
      expect(EXPORT_PURPOSES.filter((purpose) => !isPurposeOpen(purpose, [mark]))).toEqual(
        EXPORT_PURPOSES.filter((purpose) => CLOSED[mark].includes(purpose)),
      );
  });

  it('adds to those that are there, and stays when the record is amended', async () => {
    const world = await marked('consent-withdrawn', 'protected', 'restricted');
    const { personId, registry } = world;
    await registry.amendPerson(REGISTRAR, { personId, holder: { name: 'Trần Văn Khác' } });
    expect((await world.stores.people.find(TENANT, personId))?.marks).toEqual([
      'consent-withdrawn',
      'protected',
      'restricted',
    ]);
    const { caller, reading } = readerFor('investigation');
    expect(await refusalOf(registry.readPerson(caller, reading(personId)))).toBe('SUBSCRIBER.PURPOSE_CLOSED');
  });

  it('is taken away upon a case of somebody else about the person, on record, and what it closed is open again', async () => {
    const world = await marked('restricted', 'protected');
    const { personId, rights, stores, registry } = world;
    const openCase = async (
      by: Caller,
      of: string,
      purpose: 'data-subject-request' | 'complaint',
      n: number,
    ) => (await openRegistryCase(stores)(by, { purpose, personId: of }, seedOf(n))).opened.basisId;
    const other = await world.register(2);
    const LEAD = staff('lead-1', 'support-lead');
    const caseId = await openCase(LEAD, personId, 'data-subject-request', 6_001);
    const amiss = [
      'ab'.repeat(16),
      await openCase(OFFICER, personId, 'data-subject-request', 6_002),
      await openCase(LEAD, personId, 'complaint', 6_003),
      await openCase(LEAD, other.personId, 'data-subject-request', 6_004),
    ];
    for (const one of amiss)
      expect(await refusalOf(rights.liftMark(OFFICER, { personId, caseId: one, mark: 'restricted' }))).toBe(
        'SUBSCRIBER.BASIS_REQUIRED',
      );
    expect((await stores.people.find(TENANT, personId))?.marks).toEqual(['restricted', 'protected']);

    await rights.liftMark(OFFICER, { personId, caseId, mark: 'protected' });
    const { version, marks } = (await stores.people.find(TENANT, personId)) ?? {};
    expect(marks).toEqual(['restricted']);
    expect(world.events().at(-1)).toMatchObject({
      api: { operation: 'subscriber.request' },
      unmapped: { change: 'lifted', flags: ['protected'], purpose: 'data-subject-request' },
      resources: [
        { type: 'subscriber', uid: personId, version: String(version) },
        { type: 'registry-case', uid: caseId },
      ],
    });
    const investigation = readerFor('investigation');
    expect(await refusalOf(registry.readPerson(investigation.caller, investigation.reading(personId)))).toBe(
      'done',
    );
    const care = readerFor('customer-care');
    expect(await refusalOf(registry.readPerson(care.caller, care.reading(personId)))).toBe(
      'SUBSCRIBER.PURPOSE_CLOSED',
    );
    await rights.liftMark(OFFICER, { personId, caseId, mark: 'restricted' });
    expect(await refusalOf(registry.readPerson(care.caller, care.reading(personId)))).toBe('done');
    const before = world.events().length;
    expect(await rights.liftMark(OFFICER, { personId, caseId, mark: 'restricted' })).toEqual({
      personId,
      caseId,
      mark: 'restricted',
    });
    expect(world.events()).toHaveLength(before);
  });

  it('is taken away whole or not at all, whichever write of it fails, and that may be said again', async () => {
    const failing = eachWrite();
    const world = await rightsWorld(failing.wrapTable);
    let n = 0;
    const writes = await failing.failsInTurn(async ({ during }) => {
      n += 1;
      const { personId } = await world.register(n);
      await fulfil(world, personId, 'restrict');
      const asked = { purpose: 'data-subject-request', personId } as const;
      const by = staff('lead-1', 'support-lead');
      const { opened } = await openRegistryCase(world.stores)(by, asked, seedOf(6_100 + n));
      const lift = () =>
        world.rights.liftMark(OFFICER, { personId, caseId: opened.basisId, mark: 'restricted' });
      await during(() => refusalOf(lift()));
      await lift();
      expect((await world.stores.people.find(TENANT, personId))?.marks).toEqual([]);
      const lifted = world
        .events()
        .filter(({ unmapped, resources }) => unmapped.change === 'lifted' && resources[0]?.uid === personId);
      expect(lifted).toHaveLength(1);
    });
    expect(writes).toBe(1);
  });

  it('is on record with the version that it makes of the person, by the request that was fulfilled', async () => {
    const world = await marked('protected');
    const { version } = (await world.stores.people.find(TENANT, world.personId)) ?? {};
    const closed = world.events().find(({ unmapped }) => unmapped.change === 'closed');
    expect(closed?.unmapped).toMatchObject({ grounds: 'fulfilled', flags: ['protected'] });
    expect(closed?.resources[0]).toMatchObject({
      type: 'subscriber',
      uid: world.personId,
      version: String(version),
    });
    expect(version).toBe(2);
  });

  it('leaves whom it closes out of a search that finds others too, unopened, and says so on record', async () => {
    const world = await marked('restricted');
    const { registry } = world;
    const same = { name: citizen(1).name, birthDate: citizen(1).birthDate };
    const other = await registry.newPerson(REGISTRAR, registration(2, { ...citizen(2), ...same }), seedOf(2));
    const search = { index: 'nameBirthDate', question: same, reference: 'basis-1' } as const;
    const caller = staff('support-1', 'support');
    expect(await registry.findByIndex(caller, { ...search, purpose: 'customer-care' })).toMatchObject({
      hits: 1,
      found: [{ personId: other.personId }],
    });
    expect(world.events().at(-1)?.unmapped.flags).toEqual(['purpose-closed']);
    expect(await registry.findByIndex(caller, { ...search, purpose: 'registration' })).toMatchObject({
      hits: 2,
    });
  });

  it('says nothing of strangers: who alone has a value of a truncated index is not found by it', async () => {
    const { registry } = await marked('restricted');
    const search = { ...askedBy('nameBirthDate', 1), purpose: 'customer-care', reference: 'basis-1' };
    expect(await registry.findByIndex(staff('support-1', 'support'), search)).toMatchObject({ hits: 0 });
  });

  it('meets whoever reads at the moment in which it is made', async () => {
    const staging = stagedTable();
    const world = await rightsWorld(staging.wrapTable);
    const { personId } = await world.register(1);
    const { caller, reading } = readerFor('customer-care');
    staging.inBetween(() => fulfil(world, personId, 'restrict'));
    expect(await refusalOf(world.registry.readPerson(caller, reading(personId)))).toBe(
      'SUBSCRIBER.PURPOSE_CLOSED',
    );
  });
});
