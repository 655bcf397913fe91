import {
  PROCESSING_MARKS,
  READ_POLICY,
  READ_PURPOSES,
  type DataRequest,
  type FieldName,
  type ProcessingMark,
} from '@temkin/subscriber/domain';
import type { Caller } from '@temkin/kernel';
import { describe, expect, it } from 'vitest';
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
  restricted: ['customer-care'],
  objected: ['customer-care'],
  'consent-withdrawn': [],
  protected: ['customer-care', 'investigation'],
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
