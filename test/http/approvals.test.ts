import { enrolPrincipal, principalStore } from '@temkin/access';
import { keyOf } from '@temkin/storage';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../support/answer-codes.ts';
import { agreed, decide, pendingIn, waitingFor } from '../support/approvals.ts';
import { issue, type Issued } from '../support/parcels.ts';
import { eventBehind, receiptOf, recordedEvents } from '../support/recorded-events.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();
const { clock, table } = system;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const privacyOfficer = { tenant: 'demo', roles: ['privacy-officer'] } as const;
const scopes = ['parcels:shred', 'approvals:decide'];
await system.enrol({ ...privacyOfficer, subject: 'privacy-bot', kind: 'system', scopes });
for (const subject of ['privacy-lam', 'privacy-tu'])
  await system.enrol({ ...privacyOfficer, subject, kind: 'staff', scopes });
await system.enrol({
  ...privacyOfficer,
  subject: 'officer-and-admin',
  kind: 'staff',
  roles: ['privacy-officer', 'staff-admin'],
  scopes: [...scopes, 'access:admin'],
});

/** A parcel that is closed: revoked. */
const closed = async (): Promise<Issued> => {
  const issued = await issue(system);
  await system.as('order-system').post(`/v1/parcels/${issued.parcelId}/revoke`, { reason: 'cancelled' });
  return issued;
};

const shred = ({ parcelId }: Issued, by = 'privacy-minh', reason = 'erasure-requested') =>
  system.as(by).post(`/v1/parcels/${parcelId}/shred`, { reason });

const change = (subject: string, act: string, by: string) =>
  system.as(by).post(`/v1/staff/${subject}/${act}`);

const approvalEvents = async (approvalId: string) =>
  (await recordedEvents(table)).filter(({ resources }) =>
    resources.some(({ type, uid }) => type === 'approval' && uid === approvalId),
  );

describe('what two people must agree to', () => {
  it('waits for a second one, for a day, on record, and is asked for once', async () => {
    const parcel = await closed();
    const first = await shred(parcel);
    const pending = await pendingIn(first.clone());
    expect(pending.approvalId).toMatch(/^[0-9a-f]{32}$/);
    expect(Math.floor((Date.parse(pending.expiresAt) - clock.now()) / HOUR)).toBe(23);
    expect(await eventBehind(table, first)).toMatchObject({
      api: { operation: 'approval.request' },
      resources: [{ type: 'parcel' }, { type: 'approval', uid: pending.approvalId }],
      unmapped: { outcome: 'allowed', change: 'parcel.shred' },
    });
    const again = await shred(parcel);
    expect(receiptOf(again)).toBeUndefined();
    expect(await pendingIn(again)).toEqual(pending);
    expect(await approvalEvents(pending.approvalId)).toHaveLength(1);
    expect((await system.as('order-system').get(`/v1/parcels/${parcel.parcelId}`)).status).toBe(200);
  });

  it('is shown, word for word, to those who may decide, and not to whoever asked', async () => {
    const parcel = await closed();
    const { approvalId, expiresAt } = await pendingIn(await shred(parcel));
    const shown = (await waitingFor(system, 'privacy-nga')).find((one) => one.approvalId === approvalId);
    expect(shown).toEqual({
      approvalId,
      action: 'parcel.shred',
      requestedBy: 'privacy-minh',
      requestedAt: expect.stringMatching(/^2026-11-23T/),
      expiresAt,
      terms: {
        parcelId: parcel.parcelId,
        waybillNumber: parcel.waybillNumber,
        reason: 'erasure-requested',
      },
    });
    const own = await waitingFor(system, 'privacy-minh');
    expect(own.filter((one) => one.approvalId === approvalId)).toEqual([]);
    const item = await table.get(keyOf('approvals', 'approvalRequest', { tenant: 'demo', approvalId }));
    expect(JSON.stringify(item)).not.toContain(parcel.parcelId);
  });

  it('is listed page by page until it is decided', async () => {
    const asked = await Promise.all([1, 2, 3].map(async () => pendingIn(await shred(await closed()))));
    await decide(system, asked[0] ?? { approvalId: '' });
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const query = cursor === undefined ? '' : `&cursor=${cursor}`;
      const answer = await system.as('privacy-nga').get(`/v1/approvals?limit=2${query}`);
      const page = (await answer.json()) as { approvals: { approvalId: string }[]; cursor?: string };
      expect(page.approvals.length).toBeLessThanOrEqual(2);
      found.push(...page.approvals.map(({ approvalId }) => approvalId));
      ({ cursor } = page);
    } while (cursor !== undefined);
    expect(new Set(found).size).toBe(found.length);
    expect(asked.map(({ approvalId }) => found.includes(approvalId))).toEqual([false, true, true]);
  });

  it('is done when somebody else has agreed and the first asks again, and its events name the approval', async () => {
    const parcel = await closed();
    const pending = await pendingIn(await shred(parcel));
    const approved = await decide(system, pending);
    expect([approved.status, await approved.clone().json()]).toEqual([
      200,
      { ...pending, verdict: 'approved' },
    ]);
    expect((await shred(parcel)).status).toBe(200);
    expect((await approvalEvents(pending.approvalId)).map(({ api }) => api.operation)).toEqual([
      'approval.request',
      'approval.approve',
      'parcel.shred',
    ]);
    for (const event of await approvalEvents(pending.approvalId))
      expect(event.resources[0]?.type).toBe('parcel');
    const left = await table.get(
      keyOf('approvals', 'approvalRequest', { tenant: 'demo', approvalId: pending.approvalId }),
    );
    expect(left).toBeUndefined();
    expect(await codeOf(await decide(system, pending))).toBe('ACCESS.APPROVAL_UNKNOWN');
  });

  it('is another thing in other words, about another parcel or by another person', async () => {
    const [one, other] = [await closed(), await closed()];
    const { approvalId } = await pendingIn(await shred(one));
    await decide(system, { approvalId });
    for (const answer of [
      await shred(one, 'privacy-minh', 'ordered'),
      await shred(other),
      await shred(one, 'support-lead-quynh'),
    ])
      expect((await pendingIn(answer)).approvalId).not.toBe(approvalId);
  });

  it('is never asked for or decided by a system, whatever its roles', async () => {
    const parcel = await closed();
    expect(await codeOf(await shred(parcel, 'privacy-bot'))).toBe('ACCESS.NOT_A_PERSON');
    const pending = await pendingIn(await shred(parcel));
    expect(await codeOf(await decide(system, pending, 'approve', 'privacy-bot'))).toBe('ACCESS.NOT_A_PERSON');
  });
});

describe('a second person', () => {
  it('is somebody else, and the attempt to be one’s own is on record', async () => {
    const pending = await pendingIn(await shred(await closed()));
    for (const act of ['approve', 'reject'] as const) {
      const answer = await decide(system, pending, act, 'privacy-minh');
      expect([answer.status, await codeOf(answer.clone())]).toEqual([403, 'ACCESS.OWN_REQUEST']);
      expect(await eventBehind(table, answer)).toMatchObject({
        status_code: 'ACCESS.OWN_REQUEST',
        resources: [{ type: 'approval', uid: pending.approvalId }],
      });
    }
  });

  it('is nobody whom one person makes of themselves: by another app, or by another account under their id', async () => {
    const pending = await pendingIn(await shred(await closed()));
    const elsewhere = system.as('privacy-minh', { client: 'another-app' });
    const answer = await elsewhere.post(`/v1/approvals/${pending.approvalId}/approve`);
    expect(await codeOf(answer)).toBe('ACCESS.OWN_REQUEST');
    const known = await principalStore({ table }).find('demo', 'privacy-minh');
    if (known === undefined) throw new Error('a persona is enrolled');
    const { tenant, id, issuer, kind, roles } = known;
    const account = (subject: string) => ({ tenant, id, issuer, subject, kind, roles });
    const enrol = enrolPrincipal({ principals: principalStore({ table }) });
    const attempts = ['second', 'third'].map((subject) => enrol(account(subject)));
    for (const attempt of await Promise.allSettled(attempts))
      expect(attempt).toMatchObject({ reason: { code: 'ACCESS.PRINCIPAL_EXISTS' } });
  });

  it('decides once, and is answered the same again', async () => {
    const pending = await pendingIn(await shred(await closed()));
    expect(receiptOf(await decide(system, pending))).toBeDefined();
    const again = await decide(system, pending);
    expect([again.status, receiptOf(again)]).toEqual([200, undefined]);
    expect(await codeOf(await decide(system, pending, 'reject'))).toBe('ACCESS.APPROVAL_DECIDED');
    expect(await codeOf(await decide(system, pending, 'approve', 'privacy-lam'))).toBe(
      'ACCESS.APPROVAL_DECIDED',
    );
  });

  it('who refuses, refuses until the request expires; then it is asked for anew', async () => {
    const parcel = await closed();
    const pending = await pendingIn(await shred(parcel));
    expect(await (await decide(system, pending, 'reject')).json()).toEqual({
      ...pending,
      verdict: 'rejected',
    });
    const refused = await shred(parcel);
    expect(await codeOf(refused.clone())).toBe('ACCESS.APPROVAL_REJECTED');
    expect(await eventBehind(table, refused)).toMatchObject({ resources: [{ type: 'parcel' }, {}] });
    clock.set(Date.parse(pending.expiresAt));
    const anew = await pendingIn(await shred(parcel));
    expect([anew.approvalId, anew.expiresAt > pending.expiresAt]).toEqual([pending.approvalId, true]);
    expect((await agreed(system, () => shred(parcel))).status).toBe(200);
  });

  it('who agreed and may decide no more has agreed to nothing', async () => {
    const parcel = await closed();
    const pending = await pendingIn(await shred(parcel));
    await decide(system, pending, 'approve', 'privacy-tu');
    await change('privacy-tu', 'suspend', 'staff-admin-lan');
    const anew = await shred(parcel);
    expect(receiptOf(anew)).toBeDefined();
    expect((await pendingIn(anew)).approvalId).toBe(pending.approvalId);
    expect((await agreed(system, () => shred(parcel))).status).toBe(200);
  });

  it.each(['privacy-tu', 'privacy-minh'])(
    'agrees to nothing any more once one of the two was shut out, though let in again: %s',
    async (shutOut) => {
      await change('privacy-tu', 'reinstate', 'staff-admin-lan');
      const parcel = await closed();
      const pending = await pendingIn(await shred(parcel));
      await decide(system, pending, 'approve', 'privacy-tu');
      await change(shutOut, 'suspend', 'staff-admin-lan');
      await change(shutOut, 'reinstate', 'staff-admin-lan');
      expect((await pendingIn(await shred(parcel))).approvalId).toBe(pending.approvalId);
      expect((await agreed(system, () => shred(parcel))).status).toBe(200);
    },
  );
});

describe('an approval', () => {
  it('is worth nothing once its day is over, decided or not', async () => {
    const [one, other] = [await closed(), await closed()];
    const [pending, approved] = [await pendingIn(await shred(one)), await pendingIn(await shred(other))];
    await decide(system, approved);
    clock.set(Date.parse(approved.expiresAt));
    expect(await codeOf(await decide(system, pending))).toBe('ACCESS.APPROVAL_UNKNOWN');
    expect((await pendingIn(await shred(other))).approvalId).toBe(approved.approvalId);
    expect((await waitingFor(system, 'privacy-nga')).map(({ approvalId }) => approvalId)).not.toContain(
      pending.approvalId,
    );
  });

  it('outlives the turn of a month, and of its key', async () => {
    clock.set(Date.parse('2026-11-30T23:50:00Z'));
    const parcel = await closed();
    const pending = await pendingIn(await shred(parcel));
    clock.set(Date.parse('2026-12-01T00:10:00Z'));
    expect(await pendingIn(await shred(parcel))).toEqual(pending);
    expect((await decide(system, pending)).status).toBe(200);
    expect((await shred(parcel)).status).toBe(200);
  });

  it('is given to nobody by whom they let in within thirty days, either way round', async () => {
    const admin = 'officer-and-admin';
    await change('privacy-lam', 'suspend', admin);
    await change('privacy-lam', 'reinstate', admin);
    const [one, other] = [await closed(), await closed()];
    for (const [parcel, by, second] of [
      [one, 'privacy-lam', admin],
      [other, admin, 'privacy-lam'],
    ] as const) {
      const pending = await pendingIn(await shred(parcel, by));
      const refused = await decide(system, pending, 'approve', second);
      expect([refused.status, await codeOf(refused)]).toEqual([403, 'ACCESS.NOT_INDEPENDENT']);
      expect((await decide(system, pending)).status).toBe(200);
    }
    clock.advance(29 * DAY);
    const third = await closed();
    const early = await pendingIn(await shred(third, 'privacy-lam'));
    expect(await codeOf(await decide(system, early, 'approve', admin))).toBe('ACCESS.NOT_INDEPENDENT');
    clock.advance(2 * DAY);
    const late = await pendingIn(await shred(third, 'privacy-lam'));
    expect((await decide(system, late, 'approve', admin)).status).toBe(200);
  });

  it('is void where the second person let the first in after agreeing', async () => {
    const admin = 'officer-and-admin';
    const parcel = await closed();
    const pending = await pendingIn(await shred(parcel, 'privacy-minh'));
    expect((await decide(system, pending, 'approve', admin)).status).toBe(200);
    await change('privacy-minh', 'suspend', admin);
    await change('privacy-minh', 'reinstate', admin);
    expect((await shred(parcel)).status).toBe(202);
    expect((await system.as('order-system').get(`/v1/parcels/${parcel.parcelId}`)).status).toBe(200);
  });

  it('meets no fault of ours', () => {
    expect(system.faults).toEqual([]);
  });
});
