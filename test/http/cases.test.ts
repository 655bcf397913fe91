import { afterEach, describe, expect, it } from 'vitest';
import { codeOf } from '../support/answer-codes.ts';
import { down, unconfirmed } from '../support/failing-writes.ts';
import { issue, openCase, type OpenedCase } from '../support/parcels.ts';
import { eventBehind, receiptOf } from '../support/recorded-events.ts';
import { stagedTable } from '../support/staged-table.ts';
import { testSystem } from '../support/system.ts';

const staged = stagedTable();
const system = await testSystem({ wrapTable: staged.wrapTable });

await system.enrol({
  subject: 'lead-and-agent',
  tenant: 'demo',
  kind: 'staff',
  roles: ['support', 'support-lead'],
  scopes: ['cases:open', 'parcels:resolve', 'parcels:open'],
});

afterEach(() => {
  staged.stage();
});

const open = (asked: object, by = 'support-lead-quynh', key = '') =>
  system.as(by).post('/v1/cases', asked, key === '' ? {} : { 'idempotency-key': key });

const close = (caseId: string, by = 'support-lead-quynh') => system.as(by).post(`/v1/cases/${caseId}/close`);

/** What a dispute shows of a label in hand, or why not. */
const disputed = async (token: string, caseId: string, by = 'support-phuc') =>
  system.as(by).post('/v1/parcels/resolve', { token, purpose: 'dispute', caseId });

describe('opening a case', () => {
  it('answers a record that names the parcel, by waybill number or id', async () => {
    const { parcelId, waybillNumber } = await issue(system);
    for (const name of [{ parcelId }, { waybillNumber }]) {
      const answer = await open({ ...name, kind: 'dispute', reason: 'damaged' });
      expect(answer.status).toBe(201);
      expect(await answer.json()).toEqual({
        caseId: expect.stringMatching(/^[0-9a-f]{32}$/),
        parcelId,
        kind: 'dispute',
        reason: 'damaged',
        state: 'open',
        openedAt: expect.stringMatching(/^2026-11-23T01:00:\d\d\.\d{3}Z$/),
      });
    }
  });

  it('is on record with parcel, case, purpose and grounds, and with no id that leads to the parcel', async () => {
    const { parcelId } = await issue(system);
    const answer = await open({ parcelId, kind: 'inspection', reason: 'contents-suspected' }, 'security-ha');
    const { caseId } = (await answer.clone().json()) as OpenedCase;
    const event = await eventBehind(system.table, answer);
    expect(event).toMatchObject({
      api: { operation: 'case.open' },
      resources: [{ type: 'parcel' }, { type: 'case', uid: caseId }],
      unmapped: { outcome: 'allowed', purpose: 'inspection', grounds: 'contents-suspected' },
    });
    expect(JSON.stringify(event)).not.toContain(parcelId);
  });

  it('is done once under one idempotency key', async () => {
    const { parcelId } = await issue(system);
    const asked = { parcelId, kind: 'support', reason: 'help-requested' };
    const answers = [
      ...(await Promise.all([open(asked, undefined, 'once'), open(asked, undefined, 'once')])),
      await open(asked, undefined, 'once'),
    ];
    expect(new Set(answers.map((answer) => receiptOf(answer)?.eventId)).size).toBe(1);
    const [a, b, c] = await Promise.all(answers.map(async (answer) => (await answer.json()) as OpenedCase));
    expect(a?.caseId).toMatch(/^[0-9a-f]{32}$/);
    expect([b, c]).toEqual([a, a]);
  });

  it('is refused for a parcel that is not there, a parcel named twice or not at all, and other words', async () => {
    const { parcelId, waybillNumber } = await issue(system);
    const asked = { kind: 'dispute', reason: 'lost' };
    expect(await codeOf(await open({ ...asked, waybillNumber: 'NONE-1' }))).toBe('PARCEL.UNKNOWN');
    for (const body of [
      asked,
      { ...asked, parcelId, waybillNumber },
      { ...asked, parcelId, kind: 'delivery' },
      { ...asked, parcelId, reason: 'Hạnh rang up' },
    ])
      expect(await codeOf(await open(body))).toBe('REQUEST.INVALID');
  });

  it('that may have been made and may not is answered so, and made once when it is asked for again', async () => {
    const { parcelId, token } = await issue(system);
    const asked = { parcelId, kind: 'dispute', reason: 'lost' };
    staged.once(unconfirmed);
    expect(await codeOf(await open(asked, undefined, 'lost-1'))).toBe('STORE.OUTCOME_UNKNOWN');
    staged.stage(down);
    expect(await codeOf(await open(asked, undefined, 'lost-2'))).toBe('AUDIT.UNAVAILABLE');
    staged.stage();
    for (const key of ['lost-1', 'lost-2']) {
      const before = staged.committed.length;
      const answer = await open(asked, undefined, key);
      const { caseId } = (await answer.json()) as OpenedCase;
      expect(staged.committed.slice(before).filter(({ key: at }) => at.table === 'parcels')).toHaveLength(
        key === 'lost-1' ? 0 : 1,
      );
      expect((await disputed(token, caseId)).status).toBe(200);
    }
  });
});

describe('a case', () => {
  it.each(['sealed', 'opaque'])(
    'lets support resolve a %s label of its parcel for its purpose, on record by its id',
    async (kind) => {
      const { parcelId, token } = await issue(system, { kind });
      const { caseId } = await openCase(system, { parcelId, kind: 'dispute', reason: 'wrong-recipient' });
      const answer = await disputed(token, caseId);
      expect(answer.status).toBe(200);
      expect(await answer.clone().json()).toMatchObject({
        groups: ['delivery', 'payment'],
        fields: { recipient: { name: 'Nguyễn Thị Hạnh' }, codAmountVnd: 420_000 },
      });
      expect((await eventBehind(system.table, answer))?.resources).toEqual([
        { type: 'parcel', uid: expect.any(String) },
        { type: 'case', uid: caseId },
      ]);
    },
  );

  it('lets nobody else do anything, and nobody do anything else', async () => {
    const [one, other] = [await issue(system), await issue(system)];
    const lead = 'lead-and-agent';
    const about = (kind: string, by?: string) =>
      openCase(system, { parcelId: one.parcelId, kind, reason: 'lost' }, by);
    const [dispute, support, own] = [
      await about('dispute'),
      await about('support'),
      await about('dispute', lead),
    ];
    for (const [token, caseId, by] of [
      [other.token, dispute.caseId, 'support-phuc'],
      [one.token, support.caseId, 'support-phuc'],
      [one.token, own.caseId, lead],
      [one.token, '0'.repeat(32), 'support-phuc'],
    ] as const)
      expect(await codeOf(await disputed(token, caseId, by))).toBe('PARCEL.CASE_UNKNOWN');
    expect(await codeOf(await disputed(one.token, own.caseId))).toBe(200);
    expect(await codeOf(await disputed(one.token, dispute.caseId, lead))).toBe(200);
    expect(await codeOf(await disputed(one.token, dispute.caseId, 'shipper-an'))).toBe(
      'PARCEL.PURPOSE_NOT_ALLOWED',
    );
  });

  it('that is closed lets nobody read; to close it again changes nothing', async () => {
    const { parcelId, token } = await issue(system);
    const { caseId } = await openCase(system, { parcelId, kind: 'dispute', reason: 'late' });
    const answer = await close(caseId, 'security-son');
    expect(await answer.clone().json()).toMatchObject({
      caseId,
      state: 'closed',
      closedAt: expect.any(String),
    });
    expect(await eventBehind(system.table, answer)).toMatchObject({
      api: { operation: 'case.close' },
      resources: [{ type: 'parcel' }, { type: 'case', uid: caseId }],
    });
    expect(await codeOf(await disputed(token, caseId))).toBe('PARCEL.CASE_UNKNOWN');
    const again = await close(caseId);
    expect(receiptOf(again)).toBeUndefined();
    expect(await again.json()).toEqual(await answer.json());
  });

  it.each(['resolve', 'open'])(
    'that is closed between decision and record opens nothing: %s',
    async (verb) => {
      const { parcelId, token } = await issue(system);
      const { caseId } = await openCase(system, { parcelId, kind: 'dispute', reason: 'late' });
      staged.inBetween(() => close(caseId));
      const named = verb === 'resolve' ? { token } : { parcelId };
      const answer = await system
        .as('support-phuc')
        .post(`/v1/parcels/${verb}`, { ...named, purpose: 'dispute', caseId });
      expect(await codeOf(answer)).toBe('PARCEL.CASE_UNKNOWN');
    },
  );

  it('that never was is told so to whoever would close it', async () => {
    const answer = await close('0'.repeat(32));
    expect([answer.status, await codeOf(answer)]).toEqual([404, 'PARCEL.CASE_NOT_FOUND']);
    expect(system.faults).toEqual([]);
  });
});
