import { systemRandom, vietnamDay } from '@temkin/kernel';
import { shredDue } from '@temkin/parcel';
import { keyOf } from '@temkin/storage';
import { afterEach, describe, expect, it } from 'vitest';
import { groundwork } from '../../packages/runtimes/composition/src/groundwork.ts';
import { codeOf } from '../support/answer-codes.ts';
import { agreed, decide, pendingIn } from '../support/approvals.ts';
import { cut, down, unconfirmed } from '../support/failing-writes.ts';
import { bringTo, issue, scan, type Issued } from '../support/parcels.ts';
import { eventBehind, receiptOf, recordedEvents } from '../support/recorded-events.ts';
import { staffStatus } from '../support/staff-status.ts';
import { stagedTable } from '../support/staged-table.ts';
import { testSystem } from '../support/system.ts';

const staged = stagedTable();
const system = await testSystem({ wrapTable: staged.wrapTable });
const { table, clock } = system;
const ground = groundwork({ table, clock, rootKey: system.rootKeys.main, random: systemRandom });
const status = staffStatus(table);

const DAY = 86_400_000;

afterEach(() => {
  staged.stage();
});

const delivered = async (): Promise<Issued> => {
  const issued = await issue(system);
  await bringTo(system, issued);
  await scan(system, 'desk-em', [{ parcelId: issued.parcelId, event: 'delivered' }]);
  return issued;
};

const shred = ({ parcelId }: Pick<Issued, 'parcelId'>, by = 'privacy-minh') =>
  system.as(by).post(`/v1/parcels/${parcelId}/shred`, { reason: 'erasure-requested' });

const approved = async (parcel: Issued): Promise<Issued> => {
  await decide(system, await pendingIn(await shred(parcel)));
  return parcel;
};

/** What there is of a parcel that leads to a person. */
const left = async ({ parcelId, labelId }: Issued): Promise<readonly string[]> => {
  const ids = { tenant: 'demo', parcelId };
  const places = {
    label: keyOf('parcel-keys', 'labelKey', { tenant: 'demo', labelId }),
    subject: keyOf('parcel-keys', 'subjectKey', ids),
    escrow: keyOf('parcel-escrow', 'escrow', ids),
  };
  const found = await Promise.all(
    Object.entries(places).map(async ([name, key]) => ((await table.get(key)) === undefined ? [] : name)),
  );
  return found.flat();
};

const trailOf = async ({ parcelId }: Issued): Promise<number> => {
  const { partition } = keyOf('parcels', 'parcel', { tenant: 'demo', parcelId });
  const page = { table: 'parcels', partition, prefix: 'custody#', limit: 10 } as const;
  return (await table.query(page)).items.length;
};

const shredEvents = async () =>
  (await recordedEvents(table)).filter(({ api }) => api.operation === 'parcel.shred');

describe('a closed parcel that two people shred before its time', () => {
  it('loses all that leads to a person at once, on record, and says from when that is final', async () => {
    const parcel = await approved(await delivered());
    expect(await left(parcel)).toEqual(['label', 'subject', 'escrow']);
    const answer = await shred(parcel);
    const body = (await answer.clone().json()) as { readonly finalFrom: string };
    expect([answer.status, body]).toEqual([
      200,
      { parcelId: parcel.parcelId, state: 'shredded', finalFrom: expect.any(String) },
    ]);
    // The phone index can be recovered for 35 days.
    expect(Math.round((Date.parse(body.finalFrom) - clock.now()) / DAY)).toBe(35);
    expect(await left(parcel)).toEqual([]);
    expect(await eventBehind(table, answer)).toMatchObject({
      resources: [{ type: 'parcel', version: '5' }, { type: 'approval' }],
      unmapped: { outcome: 'allowed', change: 'parcel', grounds: 'erasure-requested' },
    });
    for (const { notFound, ask } of [
      {
        notFound: 'PARCEL.SHREDDED',
        ask: system.as('order-system').get(`/v1/parcels/${parcel.parcelId}`),
      },
      {
        notFound: 'PARCEL.SHREDDED',
        ask: system
          .as('desk-em')
          .post('/v1/parcels/resolve', { token: parcel.token, purpose: 'pickup-desk' }),
      },
    ])
      expect(await codeOf(await ask)).toBe(notFound);
    const found = await system
      .as('privacy-minh')
      .post('/v1/parcels/search', { phone: '0912345678', purpose: 'subject-request' });
    expect(await found.text()).not.toContain(parcel.parcelId);
  });

  it('is answered as it is when it is asked for again, with nobody’s agreement', async () => {
    const parcel = await delivered();
    const first = (await (await agreed(system, () => shred(parcel))).json()) as object;
    clock.advance(DAY);
    const again = await shred(parcel, 'support-lead-quynh');
    expect([again.status, await again.clone().json(), receiptOf(again)]).toEqual([200, first, undefined]);
  });

  it('has its trail cleared away by the next run of the shredder', async () => {
    const parcel = await delivered();
    await agreed(system, () => shred(parcel));
    expect(await trailOf(parcel)).toBe(3);
    // It has been at work before: otherwise it looks back four hundred days.
    const day = vietnamDay(clock.now());
    await table.write({ kind: 'put', key: keyOf('parcels', 'shredProgress', {}), item: { day } });
    clock.advance(3_600_000);
    const done = await shredDue(ground)({ deadlineMilliseconds: clock.now() + 3_600_000 });
    expect(done).toMatchObject({ failed: 0, remaining: false });
    expect(await trailOf(parcel)).toBe(0);
  });
});

describe('shredding before time is refused', () => {
  it.each([
    ['of a parcel that is not there', 'PARCEL.UNKNOWN', async () => ({ parcelId: '0'.repeat(32) })],
    ['of an open parcel', 'PARCEL.STATE_NOT_ALLOWED', () => issue(system)],
  ])('%s, and nobody is asked', async (_what, due, make) => {
    const before = staged.committed.filter(({ key }) => key.table === 'approvals').length;
    expect(await codeOf(await shred(await make()))).toBe(due);
    expect(staged.committed.filter(({ key }) => key.table === 'approvals')).toHaveLength(before);
  });

  it('for a reason that is none of the list', async () => {
    const { parcelId } = await delivered();
    const answer = await system
      .as('privacy-minh')
      .post(`/v1/parcels/${parcelId}/shred`, { reason: 'Hạnh asked' });
    expect(await codeOf(answer)).toBe('REQUEST.INVALID');
  });
});

describe.each([
  ['lost', 'AUDIT.UNAVAILABLE', down],
  ['lost, for all that is known', 'STORE.OUTCOME_UNKNOWN', cut],
  ['applied, and the answer lost', 'STORE.OUTCOME_UNKNOWN', unconfirmed],
] as const)('a write that is %s', (_what, due, stage) => {
  it('leaves asking to be repeated, and one request', async () => {
    const parcel = await delivered();
    staged.stage(stage);
    expect(await codeOf(await shred(parcel))).toBe(due);
    staged.stage();
    const pending = await pendingIn(await shred(parcel));
    expect(await pendingIn(await shred(parcel))).toEqual(pending);
    const asked = (await recordedEvents(table)).filter(
      ({ api, resources }) =>
        api.operation === 'approval.request' && resources.some(({ uid }) => uid === pending.approvalId),
    );
    expect(asked).toHaveLength(1);
  });

  it('leaves deciding to be repeated, and one decision', async () => {
    const pending = await pendingIn(await shred(await delivered()));
    staged.stage(stage);
    expect(await codeOf(await decide(system, pending))).toBe(due);
    staged.stage();
    expect(await codeOf(await decide(system, pending))).toBe(200);
    const decided = (await recordedEvents(table)).filter(
      ({ api, resources }) =>
        api.operation === 'approval.approve' && resources.some(({ uid }) => uid === pending.approvalId),
    );
    expect(decided).toHaveLength(1);
  });

  it('leaves shredding to be repeated, all or nothing, once', async () => {
    const parcel = await approved(await delivered());
    const before = (await shredEvents()).length;
    staged.stage(stage);
    expect(await codeOf(await shred(parcel))).toBe(due);
    staged.stage();
    expect([0, 3]).toContain((await left(parcel)).length);
    expect(await codeOf(await shred(parcel))).toBe(200);
    expect(await left(parcel)).toEqual([]);
    expect(await shredEvents()).toHaveLength(before + 1);
  });
});

describe('a change between decision and commit wins:', () => {
  it('whoever agreed and is suspended has agreed to nothing', async () => {
    const parcel = await approved(await delivered());
    staged.inBetween(() => status('demo', 'privacy-nga', 'suspended'));
    expect((await shred(parcel)).status).toBe(202);
    expect(await left(parcel)).toHaveLength(3);
    await status('demo', 'privacy-nga', 'active');
  });

  it('whoever asked and is suspended destroys nothing', async () => {
    const parcel = await approved(await delivered());
    staged.inBetween(() => status('demo', 'privacy-minh', 'suspended'));
    expect(await codeOf(await shred(parcel))).toBe('ACCESS.CHANGED');
    expect(await left(parcel)).toHaveLength(3);
    await status('demo', 'privacy-minh', 'active');
  });

  it('of two decisions at the same moment one holds', async () => {
    const parcel = await delivered();
    const pending = await pendingIn(await shred(parcel));
    staged.inBetween(() => decide(system, pending, 'reject'));
    const late = await decide(system, pending);
    expect(['ACCESS.APPROVAL_CHANGED', 'ACCESS.APPROVAL_DECIDED']).toContain(await codeOf(late));
    expect(await codeOf(await shred(parcel))).toBe('ACCESS.APPROVAL_REJECTED');
  });

  it('a parcel that somebody else shreds at the same moment is shredded once', async () => {
    const parcel = await approved(await delivered());
    const before = (await shredEvents()).length;
    const answers = await Promise.all([shred(parcel), shred(parcel), shred(parcel)]);
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
    expect(await shredEvents()).toHaveLength(before + 1);
    expect(system.faults).toEqual([]);
  });
});
