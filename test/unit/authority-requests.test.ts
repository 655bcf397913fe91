import { Refusal, rfc3339 } from '@temkin/kernel';
import type { HandoverDocument, HandoverMinutes } from '@temkin/subscriber/domain';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { NewAuthorityRequest } from '../../packages/capabilities/subscriber/src/usecases/rights/register-authority-request.ts';
import { eachWrite } from '../support/each-write.ts';
import { stagedTable } from '../support/staged-table.ts';
import { CONTENT, register, request } from './authority-request-world.ts';
import { beginning, citizen, numberOf, registration, REGISTRAR, seedOf, TENANT } from './registry-world.ts';
import { DAY, HOUR, OFFICER, refusalOf, rightsWorld, staff, type RightsWorld } from './rights-world.ts';

let seeds = 3_000;

/** Registers, has two people agree, and answers the id. */
const released = async (world: RightsWorld, asked: Partial<NewAuthorityRequest> = {}) => {
  const { requestId } = await register(world, asked);
  await world.rights.releaseAuthorityRequest(OFFICER, requestId);
  world.two.agreeToAll();
  await world.rights.releaseAuthorityRequest(OFFICER, requestId);
  return requestId;
};

const handedOver = async (world: RightsWorld, requestId: string) => {
  const { document, handover } = await world.rights.handOver(OFFICER, requestId, seedOf((seeds += 1)));
  return { handover, text: document, document: JSON.parse(document) as HandoverDocument };
};

const MINUTES = {
  reference: 'BB-0007/2026',
  receivedBy: 'Đại úy Lê Văn Tám',
  deliveredBy: 'by-hand',
  signedAt: Date.UTC(2026, 10, 22, 5),
} as const;

describe('a request of an authority', () => {
  it('is answered within 24 hours of its coming, or 3 where a life depends on it, however late it was written down', async () => {
    const world = await rightsWorld();
    const receivedAt = world.clock.now() - 2 * HOUR;
    const ordinary = await register(world, { receivedAt });
    const urgent = await register(world, { receivedAt, urgency: 'urgent', ground: 'life-in-danger' });
    expect([ordinary.answerBy, urgent.answerBy]).toEqual([receivedAt + DAY, receivedAt + 3 * HOUR]);
    const { entries } = await world.rights.listRegister(OFFICER, 'authority-requests', {
      state: 'open',
      limit: 10,
    });
    expect(entries.map(({ requestId }) => requestId)).toEqual([urgent.requestId, ordinary.requestId]);
  });

  it('is refused where its document is of a day that is none or has not begun in Vietnam, or where it has not come', async () => {
    const world = await rightsWorld();
    const wrongOf = (asked: Partial<NewAuthorityRequest>) =>
      register(world, asked).then(
        () => [],
        (error: unknown) => {
          if (!(error instanceof Refusal) || error.code !== 'AUTHORITY_REQUEST.TIME_INVALID') throw error;
          return error.details.errors?.map(({ pointer }) => pointer);
        },
      );
    // Half an hour before midnight there.
    world.clock.set(Date.UTC(2026, 10, 22, 16, 30));
    for (const documentDate of ['2026-13-45', '2026-02-29', '2026-00-10', '2026-11-23', '2030-01-01'])
      expect(await wrongOf({ documentDate })).toEqual(['/documentDate']);
    expect(await wrongOf({ receivedAt: world.clock.now() + HOUR })).toEqual(['/receivedAt']);
    expect(await wrongOf({ documentDate: '2026-11-31', receivedAt: Date.UTC(2030, 0) })).toEqual([
      '/documentDate',
      '/receivedAt',
    ]);
    for (const documentDate of ['2026-11-22', '2024-02-29'])
      expect(await wrongOf({ documentDate })).toEqual([]);
    world.clock.advance(HOUR);
    expect(await wrongOf({ documentDate: '2026-11-23' })).toEqual([]);
  });

  it('releases nothing until a second person has agreed to all of its words', async () => {
    const world = await rightsWorld();
    await world.register(1);
    const { requestId } = await register(world, {
      people: [{ msisdn: numberOf(1) }, { identity: citizen(2).identity }],
    });
    expect(await refusalOf(world.rights.handOver(OFFICER, requestId, seedOf(1)))).toBe(
      'AUTHORITY_REQUEST.NOT_RELEASED',
    );
    expect(await world.rights.releaseAuthorityRequest(OFFICER, requestId)).toMatchObject({
      state: 'pending',
    });
    expect(await world.rights.releaseAuthorityRequest(OFFICER, requestId)).toMatchObject({
      state: 'pending',
    });
    expect(world.two.asked()).toMatchObject([
      {
        action: 'registry.release',
        terms: {
          requestId,
          ...CONTENT,
          ground: 'criminal-case',
          urgency: 'ordinary',
          fields: ['name', 'msisdn', 'state'],
          people: [`msisdn ${numberOf(1)} (person)`, `identity personal:${citizen(2).identity.number}`],
        },
      },
    ]);
    world.two.agreeToAll();
    expect(await world.rights.releaseAuthorityRequest(OFFICER, requestId)).toMatchObject({
      state: 'released',
      request: { releasedBy: 'privacy-1' },
    });
  });

  it('hands over of whom it asked about the released fields, and of nobody else anything', async () => {
    const world = await rightsWorld();
    const one = await world.register(1, [11]);
    const two = await world.register(2, [12]);
    const three = await world.register(3, [13]);
    const requestId = await released(world, {
      people: [
        { msisdn: numberOf(1) },
        { identity: citizen(2).identity },
        { msisdn: numberOf(99) },
        { personId: three.personId },
      ],
    });
    const { document, text, handover } = await handedOver(world, requestId);
    expect(document).toMatchObject({ company: TENANT, requestId, fields: ['name', 'msisdn', 'state'] });
    expect(document.notFound).toEqual([3]);
    expect(document.people.map(({ asked, personId, holder }) => [asked, personId, holder])).toEqual([
      [1, one.personId, { name: citizen(1).name }],
      [2, two.personId, { name: citizen(2).name }],
      [4, three.personId, { name: citizen(3).name }],
    ]);
    // Of a number that number alone; of a person all of theirs.
    expect(
      document.people.map(({ numbers }) => numbers.map(({ fields }) => String(fields.msisdn)).toSorted()),
    ).toEqual([[numberOf(1)], [numberOf(2), numberOf(12)], [numberOf(3), numberOf(13)]]);
    for (const hidden of [citizen(1).birthDate, citizen(1).identity.number, numberOf(11)])
      expect(text).not.toContain(hidden);
    expect(handover.sha256).toBe(createHash('sha256').update(text).digest('hex'));
    expect(handover).toMatchObject({ by: 'privacy-1', people: 3 });
  });

  it('hands over times as people read them, and no milliseconds', async () => {
    const world = await rightsWorld();
    const at = world.clock.now();
    const { subscription } = beginning(numberOf(1));
    const number = {
      subscription: { ...subscription, registeredAt: at, serviceStart: at },
      standing: { state: 'active', holds: [] },
    } as const;
    await world.registry.newPerson(REGISTRAR, { ...registration(1), number }, seedOf(1));
    const fields = ['registeredAt', 'serviceStart', 'state'] as const;
    const { document } = await handedOver(world, await released(world, { fields }));
    expect(document.people[0]?.numbers[0]?.fields).toEqual({
      registeredAt: rfc3339(at),
      serviceStart: rfc3339(at),
      state: 'active',
    });
  });

  it('is on record step by step: every search, every read, and the digest of what was handed over', async () => {
    const world = await rightsWorld();
    const { personId } = await world.register(1);
    const requestId = await released(world);
    const before = world.events().length;
    const { handover } = await handedOver(world, requestId);
    const events = world.events().slice(before);
    expect(events.map(({ api, unmapped }) => [api.operation, unmapped.change, unmapped.purpose])).toEqual([
      ['registry.release', 'opened', 'authority-request'],
      ['subscriber.search', 'hits', 'authority-request'],
      ['subscriber.read', undefined, 'authority-request'],
      ['registry.release', 'handed-over', 'authority-request'],
    ]);
    expect(events[2]?.unmapped.groups).toEqual(['name', 'msisdn', 'state']);
    expect(events[3]?.resources).toEqual([
      { type: 'authority-request', uid: requestId },
      { type: 'handover', uid: handover.handoverId },
      { type: 'sha-256', uid: handover.sha256 },
      { type: 'subscriber', uid: personId },
    ]);
    const kept = await world.rights.readAuthorityRequest(OFFICER, requestId);
    expect(kept).toMatchObject({ content: CONTENT, handovers: [handover] });
  });

  it('answers the same document for the same request, and says where the records have changed since', async () => {
    const world = await rightsWorld();
    const { personId } = await world.register(1);
    const requestId = await released(world);
    const seed = seedOf((seeds += 1));
    const first = await world.rights.handOver(OFFICER, requestId, seed);
    world.clock.advance(HOUR);
    expect(await world.rights.handOver(OFFICER, requestId, seed)).toEqual(first);
    await world.registry.amendPerson(OFFICER, { personId, holder: { name: 'Nguyễn Thị Khác' } });
    expect(await refusalOf(world.rights.handOver(OFFICER, requestId, seed))).toBe('SUBSCRIBER.CHANGED');
    const other = await world.rights.handOver(OFFICER, requestId, seedOf((seeds += 1)));
    expect(other.document).toContain('Nguyễn Thị Khác');
    expect((await world.rights.readAuthorityRequest(OFFICER, requestId)).handovers).toHaveLength(2);
  });

  it('has a document whose digest tells nothing to who tries what it may say', async () => {
    const world = await rightsWorld();
    await world.register(1);
    const [one, two] = [await released(world), await released(world)];
    const salts = [await handedOver(world, one), await handedOver(world, two), await handedOver(world, two)];
    expect(new Set(salts.map(({ document }) => document.salt)).size).toBe(3);
    expect(salts[0]?.document.salt).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is closed as handed over with the minutes alone, and hands over nothing any more', async () => {
    const world = await rightsWorld();
    await world.register(1);
    const requestId = await released(world);
    const close = (outcome: 'handed-over' | 'refused', minutes?: typeof MINUTES) =>
      refusalOf(
        world.rights.closeAuthorityRequest(OFFICER, requestId, {
          outcome,
          ...(minutes !== undefined && { minutes }),
        }),
      );
    expect(await close('handed-over', MINUTES)).toBe('AUTHORITY_REQUEST.NOTHING_HANDED_OVER');
    await handedOver(world, requestId);
    expect(await close('handed-over')).toBe('AUTHORITY_REQUEST.MINUTES_REQUIRED');
    expect(await close('refused')).toBe('AUTHORITY_REQUEST.HANDED_OVER');
    expect(await close('handed-over', MINUTES)).toBe('done');
    expect(await close('handed-over', MINUTES)).toBe('done');
    expect(await close('refused')).toBe('AUTHORITY_REQUEST.CLOSED');
    expect(await refusalOf(world.rights.handOver(OFFICER, requestId, seedOf(1)))).toBe(
      'AUTHORITY_REQUEST.CLOSED',
    );
    expect(await refusalOf(world.rights.releaseAuthorityRequest(OFFICER, requestId))).toBe(
      'AUTHORITY_REQUEST.CLOSED',
    );
    expect((await world.rights.readAuthorityRequest(OFFICER, requestId)).minutes).toEqual(MINUTES);
  });

  it('is closed with minutes of a time between the hand-over, by its minute, and now, or of no other', async () => {
    const world = await rightsWorld();
    await world.register(1);
    const requestId = await released(world);
    const close = (outcome: 'handed-over' | 'withdrawn', of: string, signedAt: number) =>
      refusalOf(
        world.rights.closeAuthorityRequest(OFFICER, of, { outcome, minutes: { ...MINUTES, signedAt } }),
      );
    world.clock.advance(HOUR + 42_000);
    const { at } = (await handedOver(world, requestId)).handover;
    const inItsMinute = at - (at % 60_000);
    expect(at).not.toBe(inItsMinute);
    world.clock.advance(HOUR);
    await handedOver(world, requestId);
    const soon = world.clock.now() + 60_000;
    for (const signedAt of [Date.UTC(2020, 0), inItsMinute - 1, soon, Date.UTC(2030, 0)])
      expect(await close('handed-over', requestId, signedAt)).toBe('AUTHORITY_REQUEST.TIME_INVALID');
    expect(await close('handed-over', requestId, inItsMinute)).toBe('done');

    const { requestId: other, receivedAt } = await register(world);
    expect(await close('withdrawn', other, receivedAt - 60_000)).toBe('AUTHORITY_REQUEST.TIME_INVALID');
    expect(await close('withdrawn', other, receivedAt)).toBe('done');
  });

  it('keeps the minutes that it was closed with: others are refused, and so are none', async () => {
    const world = await rightsWorld();
    await world.register(1);
    const requestId = await released(world);
    await handedOver(world, requestId);
    const minutes = { ...MINUTES, signedAt: world.clock.now() };
    const close = (more?: Partial<HandoverMinutes>) =>
      refusalOf(
        world.rights.closeAuthorityRequest(OFFICER, requestId, {
          outcome: 'handed-over',
          ...(more !== undefined && { minutes: { ...minutes, ...more } }),
        }),
      );
    expect(await close({})).toBe('done');
    world.clock.advance(HOUR);
    for (const more of [
      { reference: 'BB-0008/2026' },
      { receivedBy: 'Đại uý Nguyễn Văn Chín' },
      { deliveredBy: 'sealed-letter' },
      { signedAt: world.clock.now() },
    ] as const)
      expect(await close(more)).toBe('AUTHORITY_REQUEST.CLOSED');
    expect(await close()).toBe('AUTHORITY_REQUEST.CLOSED');
    const before = world.events().length;
    expect(await close({})).toBe('done');
    expect(world.events()).toHaveLength(before);
    expect((await world.rights.readAuthorityRequest(OFFICER, requestId)).minutes).toEqual(minutes);
  });

  it('is not withdrawn where a document was handed over between the look at it and the closing', async () => {
    const staged = stagedTable();
    const world = await rightsWorld(staged.wrapTable);
    await world.register(1);
    const requestId = await released(world);
    staged.inBetween(
      () => handedOver(world, requestId),
      (writes) => writes.some((write) => write.kind === 'put' && write.item['outcome'] === 'withdrawn'),
    );
    const closing = world.rights.closeAuthorityRequest(OFFICER, requestId, { outcome: 'withdrawn' });
    expect(await refusalOf(closing)).toBe('AUTHORITY_REQUEST.HANDED_OVER');
    const kept = await world.rights.readAuthorityRequest(OFFICER, requestId);
    expect(kept).toMatchObject({ request: { state: 'released' } });
    expect(kept.handovers).toHaveLength(1);
  });

  it('hands over nothing where it was closed between the look at it and the record of the document', async () => {
    const staged = stagedTable();
    const world = await rightsWorld(staged.wrapTable);
    await world.register(1);
    const requestId = await released(world);
    staged.inBetween(
      () => world.rights.closeAuthorityRequest(OFFICER, requestId, { outcome: 'withdrawn' }),
      (writes) => writes.some(({ key }) => key.sort.startsWith('handover#')),
    );
    expect(await refusalOf(handedOver(world, requestId))).toBe('AUTHORITY_REQUEST.CLOSED');
    expect((await world.rights.readAuthorityRequest(OFFICER, requestId)).handovers).toEqual([]);
  });

  it('hands over for three days after it was released, and not later', async () => {
    const world = await rightsWorld();
    await world.register(1);
    const requestId = await released(world);
    world.clock.advance(3 * DAY - HOUR);
    await handedOver(world, requestId);
    world.clock.advance(HOUR);
    expect(await refusalOf(world.rights.handOver(OFFICER, requestId, seedOf(1)))).toBe(
      'AUTHORITY_REQUEST.RELEASE_OVER',
    );
  });

  it('is refused where it asks about more people than two can look through, or by what has no form', async () => {
    const world = await rightsWorld();
    const people = Array.from({ length: 51 }, (_, n) => ({ msisdn: numberOf(n) }));
    expect(await refusalOf(register(world, { people }))).toBe('AUTHORITY_REQUEST.SCOPE_TOO_WIDE');
    const mixed = [
      { msisdn: numberOf(1) },
      { msisdn: '12' },
      { personId: 'p' },
      { identity: { kind: 'personal', number: '1' } },
    ] as const;
    await expect(register(world, { people: mixed })).rejects.toMatchObject({
      code: 'SUBSCRIBER.SEARCH_INCOMPLETE',
      details: {
        errors: [
          { pointer: '/people/1/msisdn', detail: 'malformed-msisdn' },
          { pointer: '/people/3/identity', detail: 'malformed-identity' },
        ],
      },
    });
  });

  it('is not there for another company', async () => {
    const world = await rightsWorld();
    await world.register(1);
    const requestId = await released(world);
    const foreigner = staff('privacy-9', 'privacy-officer', 'other');
    for (const act of [
      world.rights.readAuthorityRequest(foreigner, requestId),
      world.rights.releaseAuthorityRequest(foreigner, requestId),
      world.rights.handOver(foreigner, requestId, seedOf(1)),
      world.rights.closeAuthorityRequest(foreigner, requestId, { outcome: 'withdrawn' }),
    ])
      expect(await refusalOf(act)).toBe('AUTHORITY_REQUEST.UNKNOWN');
  });

  it('is whole or not at all, whichever write of it fails, and may be said again', async () => {
    const writes = eachWrite();
    const world = await rightsWorld(writes.wrapTable);
    await world.register(1);
    await writes.failsInTurn(async ({ during }) => {
      const [seed, handoverSeed] = [seedOf((seeds += 1)), seedOf((seeds += 1))];
      const asked = request(world);
      const registering = () => world.rights.registerAuthorityRequest(OFFICER, asked, seed);
      await during(() => refusalOf(registering()));
      const { requestId } = await registering();
      await world.rights.releaseAuthorityRequest(OFFICER, requestId);
      world.two.agreeToAll();
      for (const act of [
        () => world.rights.releaseAuthorityRequest(OFFICER, requestId),
        () => world.rights.handOver(OFFICER, requestId, handoverSeed),
        () =>
          world.rights.closeAuthorityRequest(OFFICER, requestId, {
            outcome: 'handed-over',
            minutes: MINUTES,
          }),
      ]) {
        await during(() => refusalOf(act()));
        await refusalOf(act());
      }
      const kept = await world.rights.readAuthorityRequest(OFFICER, requestId);
      expect(kept).toMatchObject({ request: { state: 'closed' }, minutes: MINUTES });
      expect(kept.handovers).toHaveLength(1);
    });
  });
});
