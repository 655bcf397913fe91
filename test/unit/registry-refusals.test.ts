import { ROLES, systemRandom, toHex, utf8, type Role } from '@temkin/kernel';
import {
  FIELD_NAMES,
  INDEX_NAMES,
  READ_POLICY,
  READ_PURPOSES,
  type FieldName,
  type ReadPurpose,
  type Shown,
} from '@temkin/subscriber/domain';
import { describe, expect, it } from 'vitest';
import { amendSubscriber } from '../../packages/capabilities/subscriber/src/usecases/amend-subscriber.ts';
import { amendSubscription } from '../../packages/capabilities/subscriber/src/usecases/amend-subscription.ts';
import { moveUponTransaction } from '../../packages/capabilities/subscriber/src/usecases/move-upon-transaction.ts';
import { openRegistryCase } from '../../packages/capabilities/subscriber/src/usecases/open-registry-case.ts';
import { openTransaction } from '../../packages/capabilities/subscriber/src/usecases/open-transaction.ts';
import { readSubscriber } from '../../packages/capabilities/subscriber/src/usecases/read-subscriber.ts';
import { searchSubscribers } from '../../packages/capabilities/subscriber/src/usecases/search-subscribers.ts';
import { completeRecord } from '../support/subscriber-records.ts';
import {
  askedBy,
  citizen,
  numberOf,
  registration,
  REGISTRAR,
  registryWorld,
  seedOf,
  TENANT,
} from './registry-world.ts';

const KINDS = ['transaction', 'case'] as const;

const as = (role: Role, tenant = TENANT) => ({
  principal: { tenant, id: `${role}-1`, client: `${role}-1`, roles: [role] },
  reliedOn: [],
});

const codeOf = (error: { readonly code?: string }): string => error.code ?? 'no refusal';

/** Child with guardian, with everything that a record has, and bases of every kind and purpose for every role. */
const world = registryWorld();
const { stores, registry, clock } = world;
await world.openIndexes();
const { holder, subscription } = completeRecord({ kind: 'child' });
const organised = { ...holder, authorisation: { imageId: 'image-word', sha256: 'ab'.repeat(32) } };
const full = {
  ...subscription,
  contract: { imageId: 'image-contract', sha256: 'ab'.repeat(32) },
  serviceEnd: clock.now() + 1,
};
await world.bringNamed({ holder: organised, subscription: full });
const { personId, subscriptionId = '' } = await registry.newPerson(
  REGISTRAR,
  { holder: organised, number: { subscription: full, standing: { state: 'active', holds: [] } } },
  seedOf(1),
);
const receipt = { eventId: '01890a5d-ac96-7000-8000-000000000001', leaf: 'leaf' };

const basisFor = async (purpose: ReadPurpose, role: Role, kind: (typeof KINDS)[number]): Promise<string> => {
  const basisId = toHex(utf8(`${purpose}/${role}/${kind}`));
  const openedBy = kind === 'transaction' ? `${role}-1` : 'somebody-else';
  const opened = {
    basisId,
    kind,
    purpose,
    openedBy,
    openedAt: clock.now(),
    personId,
    state: 'open',
  } as const;
  await world.memory.transact([stores.bases.putWrite(TENANT, opened, receipt)], toHex(systemRandom(16)));
  return basisId;
};

const read = readSubscriber(stores);
const question = { msisdn: full.msisdn ?? '' };

/** What comes of a read of one field: a code, or how much of it is shown. */
const readOf = async (
  role: Role,
  purpose: ReadPurpose,
  basisId: string,
  fields: Readonly<Partial<Record<FieldName, Shown>>>,
): Promise<string> => {
  try {
    const shown = await read(as(role), { personId, subscriptionId, purpose, basisId, fields });
    const parties = [shown.holder, shown.guardian ?? {}, shown.user ?? {}, shown.subscription ?? {}];
    const others = parties.flatMap(Object.keys).filter((name) => !(name in fields));
    return others.length > 0 ? `shows ${others.join()}` : 'shown';
  } catch (error) {
    return codeOf(error as { readonly code?: string });
  }
};

describe('reads by purpose, role and field', () => {
  it.each(READ_PURPOSES)('for %s show each role what its line says, and refuse all else', async (purpose) => {
    for (const role of ROLES) {
      const line = READ_POLICY.find((one) => one.purpose === purpose && one.roles.includes(role));
      for (const kind of KINDS) {
        const basisId = await basisFor(purpose, role, kind);
        const before = world.events().length;
        const came: Record<string, string> = {};
        const expected: Record<string, string> = {};
        for (const field of FIELD_NAMES)
          for (const how of ['masked', 'full'] as const) {
            // Of a role that has no such purpose one field stands for all: nothing of them is looked at.
            if (line === undefined && (field !== 'state' || how !== 'masked')) continue;
            came[`${field} ${how}`] = await readOf(role, purpose, basisId, { [field]: how });
            const may = line?.shown[field];
            expected[`${field} ${how}`] =
              line === undefined
                ? 'SUBSCRIBER.PURPOSE_NOT_ALLOWED'
                : line.needs !== kind
                  ? 'SUBSCRIBER.BASIS_REQUIRED'
                  : may === undefined || (how === 'full' && may === 'masked')
                    ? 'SUBSCRIBER.FIELD_NOT_ALLOWED'
                    : 'shown';
          }
        expect([role, kind, came]).toEqual([role, kind, expected]);
        // An event for each that was shown, and for no other.
        const reads = Object.values(came).filter((one) => one === 'shown').length;
        expect(world.events()).toHaveLength(before + reads);
      }
    }
  });

  it('show nothing at all where one field of many is too much', async () => {
    const basisId = await basisFor('customer-care', 'support', 'transaction');
    const all = { name: 'masked', state: 'full', identity: 'full' } as const;
    expect(await readOf('support', 'customer-care', basisId, all)).toBe('SUBSCRIBER.FIELD_NOT_ALLOWED');
  });

  it('are refused upon what is another’s, closed, over, for another purpose, or about somebody else', async () => {
    const [purpose, role] = ['customer-care', 'support'] as const;
    const stranger = await registry.newPerson(REGISTRAR, registration(2), seedOf(2));
    const basis = {
      kind: 'transaction',
      purpose,
      openedBy: 'support-1',
      openedAt: clock.now(),
      personId,
      state: 'open',
    } as const;
    const amiss = {
      whole: {},
      "another's": { openedBy: 'support-2' },
      'own case': { kind: 'case' },
      closed: { state: 'closed' },
      over: { endsAt: clock.now() },
      'another purpose': { purpose: 'complaint' },
      'somebody else': { personId: stranger.personId },
    } as const;
    const came: Record<string, string> = {};
    for (const [what, change] of Object.entries(amiss)) {
      const basisId = toHex(utf8(what));
      await world.memory.transact(
        [stores.bases.putWrite(TENANT, { ...basis, ...change, basisId }, receipt)],
        toHex(systemRandom(16)),
      );
      came[what] = await readOf(role, purpose, basisId, { name: 'masked' });
    }
    came['nothing'] = await readOf(role, purpose, '0'.repeat(32), { name: 'masked' });
    const { whole, ...others } = came;
    expect(whole).toBe('shown');
    expect(new Set(Object.values(others))).toEqual(new Set(['SUBSCRIBER.BASIS_REQUIRED']));
  });
});

describe('searches by purpose and role', () => {
  const searching = searchSubscribers(stores, {
    actors: { of: async (tenant: string, actor: string) => `${tenant}/${actor}` },
    findings: { report: () => undefined },
  });

  it('find for whom a line is, show masked what it names, and are refused to all others', async () => {
    const telling: readonly FieldName[] = ['name', 'birthDate', 'identity', 'address'];
    for (const purpose of READ_PURPOSES)
      for (const role of ROLES) {
        const line = READ_POLICY.find((one) => one.purpose === purpose && one.roles.includes(role));
        const kind = line?.needs === 'case' ? 'case' : 'transaction';
        const basisId = await basisFor(purpose, role, kind);
        const came = await searching(as(role), { question, purpose, basisId }).then(
          ({ matches }) => matches?.map((match) => Object.keys(match.holder).toSorted()),
          codeOf,
        );
        const expected =
          line === undefined
            ? 'SUBSCRIBER.PURPOSE_NOT_ALLOWED'
            : [telling.filter((field) => line.shown[field] !== undefined).toSorted()];
        expect([purpose, role, came]).toEqual([purpose, role, expected]);
      }
  });

  it('show nothing in full, whatever the purpose could read', async () => {
    const basisId = await basisFor('correction', 'registrar', 'case');
    const { matches } = await searching(as('registrar'), { question, purpose: 'correction', basisId });
    const shown = JSON.stringify(matches);
    expect(matches).toHaveLength(1);
    for (const text of [holder.name, holder.birthDate, holder.identity?.number, holder.address?.printed])
      expect(shown).not.toContain(String(text));
  });
});

describe('two companies', () => {
  const OTHER = 'other';
  const there = as('registrar', OTHER);
  const searching = searchSubscribers(stores, {
    actors: { of: async (tenant: string, actor: string) => `${tenant}/${actor}` },
    findings: { report: () => undefined },
  });

  it('have people, cases and numbers of their own: the other’s ids say as much as ids of nobody', async () => {
    for (const index of INDEX_NAMES) {
      await registry.beginIndex(there, { index, generation: 1 });
      await registry.backfillIndex(there, { index });
    }
    const { opened } = await openTransaction(stores)(there, 'registration', seedOf(10));
    const { opened: foreign } = await openTransaction(stores)(REGISTRAR, 'registration', seedOf(11));
    const { opened: foreignCase } = await openRegistryCase(stores)(
      REGISTRAR,
      { purpose: 'correction', personId },
      seedOf(12),
    );
    const ids = {
      theirs: { personId, subscriptionId, transactionId: foreign.basisId, caseId: foreignCase.basisId },
      nobodys: {
        personId: '00000000-0000-4000-8000-000000000000',
        subscriptionId: '00000000-0000-4000-8000-000000000001',
        transactionId: '0'.repeat(32),
        caseId: '1'.repeat(32),
      },
    };
    const own = { purpose: 'registration', basisId: opened.basisId } as const;
    const asks = (named: (typeof ids)['theirs']): Readonly<Record<string, () => Promise<unknown>>> => ({
      read: () => read(there, { ...own, personId: named.personId, fields: { name: 'masked' } }),
      'read upon theirs': () =>
        read(there, { ...own, ...named, basisId: named.transactionId, fields: { name: 'masked' } }),
      search: () => searching(there, { ...own, basisId: named.transactionId, question }),
      amend: () => amendSubscriber(stores)(there, { ...named, holder: { name: 'Lê Thị Mai' } }),
      'amend a number': () =>
        amendSubscription(stores)(there, {
          ...named,
          subscription: { point: { name: 'Điểm số 9', address: 'Số 9' } },
        }),
      case: () =>
        openRegistryCase(stores)(there, { purpose: 'correction', personId: named.personId }, seedOf(13)),
      suspend: () =>
        moveUponTransaction(stores)(
          there,
          {
            subscriptionId: named.subscriptionId,
            transactionId: opened.basisId,
            move: { name: 'hold', cause: 'holder-request', level: 'one-way' },
          },
          seedOf(14),
        ),
      finding: () =>
        world
          .findings()
          .recordFinding(
            there,
            { subscriptionId: named.subscriptionId, timeline: 'wrong-information', grounds: 'document' },
            seedOf(15),
          ),
    });
    const [theirs, nobodys] = [asks(ids.theirs), asks(ids.nobodys)];
    for (const [what, ask] of Object.entries(theirs)) {
      const [one, other] = await Promise.all(
        [ask(), nobodys[what]?.()].map((answer) => Promise.resolve(answer).then(() => 'answered', codeOf)),
      );
      expect([what, one]).toEqual([what, other]);
      expect(one).not.toBe('answered');
    }
  });

  it('find none of the other’s by any index, and register the same human being and number for themselves', async () => {
    const { opened } = await openTransaction(stores)(there, 'registration', seedOf(20));
    await registry.newPerson(REGISTRAR, registration(3), seedOf(3));
    for (const index of INDEX_NAMES) {
      const asked = { ...askedBy(index, 3), purpose: 'registration', reference: opened.basisId };
      expect([index, (await registry.findByIndex(REGISTRAR, asked)).hits]).toEqual([index, 1]);
      expect([index, (await registry.findByIndex(there, asked)).opened]).toEqual([index, 0]);
    }
    const { personId: same } = await registry.newPerson(there, registration(3), seedOf(4));
    const { matches } = await searching(there, {
      question: { msisdn: numberOf(3) },
      purpose: 'registration',
      basisId: opened.basisId,
    });
    expect(matches?.map((match) => match.personId)).toEqual([same]);
    const byIdentity = { question: { identity: citizen(3).identity }, purpose: 'registration' } as const;
    const again = await searching(there, { ...byIdentity, basisId: opened.basisId });
    expect(again.matches?.map((match) => match.personId)).toEqual([same]);
  });
});
