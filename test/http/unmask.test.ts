import type { OcsfEvent } from '@temkin/audit-event';
import { systemRandom } from '@temkin/kernel';
import { keyOf } from '@temkin/storage';
import { afterEach, describe, expect, it } from 'vitest';
import { groundwork } from '../../packages/runtimes/composition/src/groundwork.ts';
import { codeOf } from '../support/answer-codes.ts';
import { agreed, decide, pendingIn, waitingFor } from '../support/approvals.ts';
import { cut, down, unconfirmed } from '../support/failing-writes.ts';
import { issue, openCase, type Issued } from '../support/parcels.ts';
import { eventBehind, recordedEvents } from '../support/recorded-events.ts';
import { stagedTable } from '../support/staged-table.ts';
import { testSystem } from '../support/system.ts';

const staged = stagedTable();
const system = await testSystem({ wrapTable: staged.wrapTable });
const { clock, table } = system;

const auditor = { tenant: 'demo', kind: 'staff', roles: ['auditor'] } as const;
const scopes = ['audit:read', 'approvals:decide'];
await system.enrol({ ...auditor, subject: 'auditor-mai', scopes });
await system.enrol({
  ...auditor,
  subject: 'auditor-and-lead',
  roles: ['auditor', 'support-lead'],
  scopes: [...scopes, 'cases:open'],
});

afterEach(() => {
  staged.stage();
});

/** Of the form of a pseudonym, and of nobody. */
const NOBODYS = 'Phamthuyliu-0388451207';

const open = async ({ parcelId }: Issued, by = 'security-ha'): Promise<string> => {
  const { caseId } = await openCase(system, { parcelId, kind: 'dispute', reason: 'not-delivered' }, by);
  return caseId;
};

/** A parcel, a case about it, and as whom events know those who had to do with it. */
const investigated = async () => {
  const parcel = await issue(system);
  const caseId = await open(parcel);
  const events = await recordedEvents(table);
  const opened = events.find(({ resources }) => resources.some(({ uid }) => uid === caseId));
  const issued = events.findLast(({ api }) => api.operation === 'parcel.issue');
  return {
    parcel,
    caseId,
    officer: opened?.actor.user.uid ?? '',
    orders: issued?.actor.user.uid ?? '',
    pseudonym: issued?.resources[0]?.uid ?? '',
  };
};

const ask = (asked: { readonly pseudonym: string; readonly caseId: string }, by = 'auditor-khanh') =>
  system.as(by).post('/v1/audit/unmask', asked);

const approve = async (answer: Response, by = 'security-son') =>
  decide(system, await pendingIn(answer), 'approve', by);

/** Has two people agree. */
const unmask = async (pseudonym: string, caseId: string, by = 'auditor-khanh'): Promise<Response> => {
  const approved = await approve(await ask({ pseudonym, caseId }, by));
  if (!approved.ok) throw new Error(`answered ${approved.status}: ${await approved.text()}`);
  return ask({ pseudonym, caseId }, by);
};

const close = (caseId: string, by = 'security-ha') => system.as(by).post(`/v1/cases/${caseId}/close`);

const eventsNaming = async (named: string): Promise<readonly OcsfEvent[]> =>
  (await recordedEvents(table)).filter(({ resources }) => resources.some(({ uid }) => uid === named));

/** What is answered, without the ids of the answer's own event. */
const told = async (answer: Response) => {
  const { instance: _instance, ...body } = (await answer.json()) as Record<string, unknown>;
  return { status: answer.status, body };
};

describe('unmasking an actor', () => {
  it('waits for a second person, who is shown whom it is about and why, and looks nothing up before', async () => {
    const { officer, caseId } = await investigated();
    for (const pseudonym of [officer, NOBODYS]) {
      const answer = await ask({ pseudonym, caseId });
      const { approvalId, expiresAt } = await pendingIn(answer.clone());
      const shown = (await waitingFor(system, 'auditor-mai')).find((one) => one.approvalId === approvalId);
      expect(shown).toEqual({
        approvalId,
        action: 'audit.unmask',
        requestedBy: 'auditor-khanh',
        requestedAt: expect.any(String),
        expiresAt,
        terms: { pseudonym, caseId, caseKind: 'dispute', caseReason: 'not-delivered' },
      });
      expect(await eventBehind(table, answer)).toMatchObject({
        api: { operation: 'approval.request' },
        resources: [
          { type: 'asked-pseudonym' },
          { type: 'case', uid: caseId },
          { type: 'approval', uid: approvalId },
        ],
      });
    }
  });

  it('is on record by pseudonym and case, and tells who it was by the id that the company knows', async () => {
    const { officer, orders, caseId } = await investigated();
    const answer = await unmask(officer, caseId);
    expect(await eventBehind(table, answer.clone())).toMatchObject({
      api: { operation: 'audit.unmask' },
      resources: [{ type: 'actor', uid: officer }, { type: 'case', uid: caseId }, { type: 'approval' }],
      unmapped: { outcome: 'allowed' },
    });
    expect(await told(answer)).toEqual({
      status: 200,
      body: {
        pseudonym: officer,
        caseId,
        actor: { id: 'security-ha', kind: 'staff', roles: ['security-officer'], status: 'active' },
      },
    });
    const actor = { id: 'order-system', kind: 'system', roles: ['order-system'], status: 'active' };
    expect(await told(await unmask(orders, caseId))).toMatchObject({ body: { actor } });
  });

  it('tells once: the next time it is asked for anew', async () => {
    const { officer, caseId } = await investigated();
    expect((await unmask(officer, caseId)).status).toBe(200);
    expect((await ask({ pseudonym: officer, caseId })).status).toBe(202);
  });

  it('finds nobody whose key was deleted', async () => {
    const { parcel, caseId } = await investigated();
    const { parcelId } = parcel;
    await system.as('inspector-dung').post('/v1/parcels/open', { parcelId, purpose: 'inspection' });
    const opening = (await recordedEvents(table)).findLast(({ api }) => api.operation === 'parcel.open');
    const pseudonym = opening?.actor.user.uid ?? '';
    expect(await told(await unmask(pseudonym, caseId))).toMatchObject({
      body: { actor: { id: 'inspector-dung' } },
    });
    const key = keyOf('pseudonyms', 'actorKey', { tenant: 'demo', actor: 'inspector-dung', year: '2026' });
    await table.write({ kind: 'delete', key });
    expect(await codeOf(await unmask(pseudonym, caseId))).toBe('AUDIT.PSEUDONYM_UNKNOWN');
    expect(await table.get(key)).toBeUndefined();
  });
});

describe('unmasking a parcel', () => {
  it('tells the one that the case is about, and no other', async () => {
    const [one, other] = [await investigated(), await investigated()];
    const { parcelId, waybillNumber } = one.parcel;
    const answer = await unmask(one.pseudonym, one.caseId);
    expect(await eventBehind(table, answer.clone())).toMatchObject({
      resources: [{ type: 'parcel', uid: one.pseudonym }, { type: 'case', uid: one.caseId }, {}],
    });
    expect((await told(answer)).body).toEqual({
      pseudonym: one.pseudonym,
      caseId: one.caseId,
      parcel: { parcelId, waybillNumber },
    });
    expect(await codeOf(await unmask(one.pseudonym, other.caseId))).toBe('AUDIT.PSEUDONYM_UNKNOWN');
  });

  it('tells nothing of a shredded one, and answers as for a pseudonym that never was', async () => {
    const { parcel, pseudonym, caseId } = await investigated();
    const shred = ({ parcelId }: Issued) =>
      system.as('privacy-minh').post(`/v1/parcels/${parcelId}/shred`, { reason: 'erasure-requested' });
    await system.as('order-system').post(`/v1/parcels/${parcel.parcelId}/revoke`, { reason: 'cancelled' });
    expect((await agreed(system, () => shred(parcel))).status).toBe(200);
    const shredded = await told(await unmask(pseudonym, caseId));
    expect(shredded).toMatchObject({ status: 404, body: { code: 'AUDIT.PSEUDONYM_UNKNOWN' } });
    expect(await told(await unmask(NOBODYS, caseId))).toEqual(shredded);
  });
});

describe('who unmasks', () => {
  it('is an auditor, with a security officer or another auditor, and nobody else', async () => {
    const { officer, caseId } = await investigated();
    const asked = { pseudonym: officer, caseId };
    expect(await codeOf(await ask(asked, 'security-ha'))).toBe('ACCESS.ROLE_NOT_ALLOWED');
    const own = await approve(await ask(asked), 'auditor-khanh');
    expect(await codeOf(own)).toBe('ACCESS.OWN_REQUEST');
    expect(await codeOf(await approve(await ask(asked), 'privacy-nga'))).toBe('ACCESS.APPROVAL_UNKNOWN');
    expect((await approve(await ask(asked), 'auditor-mai')).status).toBe(200);
    expect((await ask(asked)).status).toBe(200);
  });

  it('sees no other request that waits for agreement, and decides about none', async () => {
    const parcel = await issue(system);
    await system.as('order-system').post(`/v1/parcels/${parcel.parcelId}/revoke`, { reason: 'cancelled' });
    const asked = await system
      .as('privacy-minh')
      .post(`/v1/parcels/${parcel.parcelId}/shred`, { reason: 'unlawful' });
    const waiting = await waitingFor(system, 'auditor-mai');
    expect(waiting.filter(({ action }) => action !== 'audit.unmask')).toEqual([]);
    expect(await codeOf(await approve(asked, 'auditor-mai'))).toBe('ACCESS.APPROVAL_UNKNOWN');
  });

  it('needs an open case of somebody else, and the attempt without one is on record', async () => {
    const { officer, caseId, parcel } = await investigated();
    await close(caseId);
    const own = await open(parcel, 'auditor-and-lead');
    const cases = [
      [caseId, 'auditor-khanh', []],
      [NOBODYS.padEnd(32, '0').replaceAll(/[^0-9a-f]/g, '0'), 'auditor-khanh', []],
      [own, 'auditor-and-lead', [{ type: 'case', uid: own }]],
    ] as const;
    for (const [named, by, resources] of cases) {
      const answer = await ask({ pseudonym: officer, caseId: named }, by);
      expect([answer.status, await codeOf(answer.clone())]).toEqual([403, 'AUDIT.CASE_UNKNOWN']);
      expect(await eventBehind(table, answer)).toMatchObject({
        api: { operation: 'audit.unmask' },
        status_code: 'AUDIT.CASE_UNKNOWN',
        resources: [{ type: 'asked-pseudonym' }, ...resources],
      });
    }
  });

  it('unmasks nobody of another tenant, and cannot tell them from nobody', async () => {
    const { caseId } = await investigated();
    await system.as('other-order-system').get(`/v1/parcels/${'0'.repeat(32)}`);
    const [theirs] = await recordedEvents(table, 'other');
    const answers = [];
    for (const pseudonym of [theirs?.actor.user.uid ?? '', NOBODYS])
      answers.push(await told(await unmask(pseudonym, caseId)));
    expect(answers[0]).toMatchObject({ status: 404, body: { code: 'AUDIT.PSEUDONYM_UNKNOWN' } });
    expect(answers[1]).toEqual(answers[0]);
  });
});

describe('what was sent as a pseudonym', () => {
  it('stands in no event unless it is one, and what found nobody is on record', async () => {
    const { caseId } = await investigated();
    const answer = await unmask(NOBODYS, caseId);
    expect(await eventBehind(table, answer)).toMatchObject({
      status_code: 'AUDIT.PSEUDONYM_UNKNOWN',
      resources: [{ type: 'asked-pseudonym' }, { type: 'case', uid: caseId }, { type: 'approval' }],
    });
    expect(JSON.stringify(await recordedEvents(table))).not.toContain(NOBODYS);
  });
});

describe('between decision and commit', () => {
  it('a case that is closed, and an approval that is spent, let nobody be told', async () => {
    const { officer, caseId } = await investigated();
    const asked = { pseudonym: officer, caseId };
    await approve(await ask(asked));
    staged.inBetween(() => close(caseId));
    expect(await codeOf(await ask(asked))).toBe('ACCESS.APPROVAL_CHANGED');
    expect(await codeOf(await ask(asked))).toBe('AUDIT.CASE_UNKNOWN');

    const again = await investigated();
    const other = { pseudonym: again.officer, caseId: again.caseId };
    await approve(await ask(other));
    staged.inBetween(() => ask(other));
    expect(await codeOf(await ask(other))).toBe('ACCESS.APPROVAL_CHANGED');
    expect(
      (await eventsNaming(again.caseId)).filter(({ api }) => api.operation === 'audit.unmask'),
    ).toHaveLength(1);
  });

  it.each([
    ['lost', 'AUDIT.UNAVAILABLE', down, 200],
    ['lost, for all that is known', 'STORE.OUTCOME_UNKNOWN', cut, 200],
    // On record as told: it is asked for anew.
    ['applied, and the answer lost', 'STORE.OUTCOME_UNKNOWN', unconfirmed, 202],
  ] as const)('a write that is %s tells nobody', async (_what, due, stage, then) => {
    const { officer, caseId } = await investigated();
    const asked = { pseudonym: officer, caseId };
    await approve(await ask(asked));
    staged.stage(stage);
    const answer = await ask(asked);
    expect(await answer.clone().text()).not.toContain('security-ha');
    expect(await codeOf(answer)).toBe(due);
    staged.stage();
    expect((await ask(asked)).status).toBe(then);
    const unmasked = (await eventsNaming(caseId)).filter(
      ({ api, unmapped }) => api.operation === 'audit.unmask' && unmapped.outcome === 'allowed',
    );
    expect(unmasked).toHaveLength(1);
  });
});

describe('years later', () => {
  it('an auditor finds whoever was shut out since, by what they did and by the name of their record', async () => {
    await system.as('sorter-chi').get('/v1/facilities/HN-BA-DINH/parcels');
    const feed = (await recordedEvents(table)).findLast(({ api }) => api.operation === 'facility.feed');
    await system.as('staff-admin-lan').post('/v1/staff/sorter-chi/revoke');
    const revoked = (await recordedEvents(table)).findLast(({ api }) => api.operation === 'staff.revoke');
    const record = revoked?.resources.find(({ type }) => type === 'principal')?.uid ?? '';
    clock.set(Date.parse('2028-01-02T00:00:00Z'));
    const { caseId } = await investigated();
    for (const pseudonym of [feed?.actor.user.uid ?? '', record])
      expect(await told(await unmask(pseudonym, caseId))).toMatchObject({
        body: { actor: { id: 'sorter-chi', facility: 'HN-BA-DINH', status: 'revoked' } },
      });
  });

  it('an auditor finds the system itself', async () => {
    const { actors } = groundwork({ ...system, rootKey: system.rootKeys.main, random: systemRandom });
    const shredder = await actors.of('demo', '@parcel-shredder', clock.now());
    const { caseId } = await investigated();
    expect(await told(await unmask(shredder, caseId))).toMatchObject({
      body: { actor: { id: '@parcel-shredder', kind: 'itself', roles: [] } },
    });
  });
});

describe('unmasking', () => {
  it('meets no fault', () => {
    expect(system.faults).toEqual([]);
  });
});
