import { RELEASABLE_GROUPS, type GroupName } from '@temkin/parcel/domain';
import { keyOf } from '@temkin/storage';
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { codeOf } from '../support/answer-codes.ts';
import { decide, pendingIn, waitingFor } from '../support/approvals.ts';
import { cut, down, unconfirmed } from '../support/failing-writes.ts';
import { issue, type Issued } from '../support/parcels.ts';
import { eventBehind, receiptOf, recordedEvents } from '../support/recorded-events.ts';
import { askRelease, released, WRITTEN, type Released } from '../support/releases.ts';
import { stagedTable } from '../support/staged-table.ts';
import { testSystem } from '../support/system.ts';

const staged = stagedTable();
const system = await testSystem({ wrapTable: staged.wrapTable });
const { clock, table } = system;

afterEach(() => {
  staged.stage();
});

const release = (asked: Readonly<Record<string, unknown>>, by?: string, idempotencyKey?: string) =>
  askRelease(system, asked, by, idempotencyKey);

const open = ({ parcelId }: Pick<Issued, 'parcelId'>, caseId: string, by = 'privacy-nga') =>
  system.as(by).post('/v1/parcels/open', { parcelId, purpose: 'authority', caseId });

const close = (releaseId: string, by = 'privacy-nga') =>
  system.as(by).post(`/v1/authority-releases/${releaseId}/close`);

describe('releasing a parcel to an authority', () => {
  it('waits for a second person, who is shown what the authority wrote, and is then on record', async () => {
    const { parcelId, waybillNumber } = await issue(system);
    const [idempotencyKey, groups] = [randomUUID(), ['contents', 'delivery']];
    const ask = () => release({ waybillNumber, groups }, 'privacy-minh', idempotencyKey);
    const pending = await pendingIn(await ask());
    const [shown] = await waitingFor(system, 'security-ha');
    expect(shown).toMatchObject({
      ...pending,
      action: 'release.make',
      terms: {
        ...WRITTEN,
        parcelId,
        waybillNumber,
        ground: 'criminal-case',
        groups: ['delivery', 'contents'],
        validUntil: '2026-11-30',
      },
    });
    expect((await decide(system, pending, 'approve', 'security-ha')).status).toBe(200);
    const answer = await ask();
    expect(answer.status).toBe(201);
    const made = (await answer.clone().json()) as Released;
    expect(made).toEqual({
      ...WRITTEN,
      releaseId: expect.stringMatching(/^[0-9a-f]{32}$/),
      parcelId,
      ground: 'criminal-case',
      groups: ['delivery', 'contents'],
      validUntil: '2026-11-30',
      state: 'open',
      madeAt: expect.stringMatching(/^2026-11-23T/),
    });
    expect(await eventBehind(table, answer)).toMatchObject({
      api: { operation: 'release.make' },
      resources: [
        { type: 'parcel' },
        { type: 'release', uid: made.releaseId },
        { type: 'approval', uid: pending.approvalId },
      ],
      unmapped: { purpose: 'authority', grounds: 'criminal-case', groups: ['delivery', 'contents'] },
    });
    // Sent once more, it is the same release, and nobody is asked again.
    const again = await ask();
    expect([again.status, await again.clone().json()]).toEqual([201, made]);
    expect(receiptOf(again)).toEqual(receiptOf(answer));
  });

  it('keeps what the authority wrote sealed, and shows it to whoever keeps the register, on record', async () => {
    const { parcelId } = await issue(system);
    const { releaseId } = await released(system, { parcelId });
    const item = await table.get(keyOf('releases', 'release', { tenant: 'demo', releaseId }));
    expect(JSON.stringify(item)).not.toMatch(/Ba Đình|Trịnh|1207/);
    expect(JSON.stringify(await recordedEvents(table))).not.toMatch(/Ba Đình|Trịnh|1207/);
    const read = await system.as('privacy-nga').get(`/v1/authority-releases/${releaseId}`);
    expect(await read.clone().json()).toMatchObject({ ...WRITTEN, releaseId, parcelId });
    expect(await eventBehind(table, read)).toMatchObject({
      api: { operation: 'release.read' },
      resources: [{ type: 'release', uid: releaseId }],
    });
    const nobody = await system.as('privacy-nga').get(`/v1/authority-releases/${'0'.repeat(32)}`);
    expect(await codeOf(nobody)).toBe('PARCEL.RELEASE_NOT_FOUND');
  });

  it('is refused where it could not be, and nobody is asked', async () => {
    const { parcelId, waybillNumber } = await issue(system);
    const before = staged.committed.filter(({ key: at }) => at.table === 'approvals').length;
    for (const [asked, due] of [
      [{ parcelId: '0'.repeat(32) }, 'PARCEL.UNKNOWN'],
      [{ parcelId, validUntil: '2026-11-22' }, 'PARCEL.DATE_INVALID'],
      [{ parcelId, validUntil: '2026-12-24' }, 'PARCEL.DATE_INVALID'],
      [{ parcelId, waybillNumber }, 'REQUEST.INVALID'],
      [{ parcelId, ground: 'curiosity' }, 'REQUEST.INVALID'],
      [{ parcelId, groups: [] }, 'REQUEST.INVALID'],
      [{ parcelId, groups: ['everything'] }, 'REQUEST.INVALID'],
      [{ parcelId, officer: '' }, 'REQUEST.INVALID'],
    ] as const)
      expect(await codeOf(await release(asked))).toBe(due);
    expect(staged.committed.filter(({ key: at }) => at.table === 'approvals')).toHaveLength(before);
  });

  it('is decided by no one whose roles do not', async () => {
    const { parcelId } = await issue(system);
    await system.as('order-system').post(`/v1/parcels/${parcelId}/revoke`, { reason: 'cancelled' });
    const shred = await system
      .as('privacy-minh')
      .post(`/v1/parcels/${parcelId}/shred`, { reason: 'ordered' });
    const pending = await pendingIn(shred);
    expect(await codeOf(await decide(system, pending, 'approve', 'security-ha'))).toBe(
      'ACCESS.APPROVAL_UNKNOWN',
    );
    const waiting = await waitingFor(system, 'security-ha');
    expect(waiting.map(({ action }) => action)).not.toContain('parcel.shred');
  });
});

/** What each group shows, and no other does. */
const SHOWS: Readonly<Record<GroupName, RegExp>> = {
  delivery: /Nguyễn Thị Hạnh/,
  payment: /420000/,
  contact: /\+84912345678.*\+84987654321/,
  sender: /Trần Văn Dũng/,
  contents: /Áo khoác gió nữ/,
};

describe('a release', () => {
  it.each(RELEASABLE_GROUPS.map((group) => [group] as const))(
    'of %s lets somebody else open exactly that, on record by its id',
    async (group) => {
      const parcel = await issue(system);
      const { releaseId } = await released(system, { parcelId: parcel.parcelId, groups: [group] });
      const answer = await open(parcel, releaseId);
      expect(answer.status).toBe(200);
      const text = await answer.clone().text();
      for (const [name, shows] of Object.entries(SHOWS)) expect(shows.test(text), name).toBe(name === group);
      expect(JSON.parse(text)).toMatchObject({ groups: [group], shown: 'full' });
      expect(await eventBehind(table, answer)).toMatchObject({
        api: { operation: 'parcel.open' },
        resources: [{ type: 'parcel' }, { type: 'release', uid: releaseId }],
        unmapped: { purpose: 'authority', groups: [group] },
      });
    },
  );

  it('of everything shows everything', async () => {
    const parcel = await issue(system);
    const { releaseId } = await released(system, { parcelId: parcel.parcelId, groups: RELEASABLE_GROUPS });
    const text = await (await open(parcel, releaseId)).text();
    for (const shows of Object.values(SHOWS)) expect(text).toMatch(shows);
  });

  it('lets nobody else do anything, and nobody do anything else', async () => {
    const [one, other] = [await issue(system), await issue(system)];
    const { releaseId } = await released(system, { parcelId: one.parcelId });
    for (const [parcel, named, by] of [
      [one, releaseId, 'privacy-minh'],
      [other, releaseId, 'privacy-nga'],
      [one, '0'.repeat(32), 'privacy-nga'],
    ] as const) {
      const answer = await open(parcel, named, by);
      expect([answer.status, await codeOf(answer)]).toEqual([403, 'PARCEL.CASE_UNKNOWN']);
    }
    const agent = await open(one, releaseId, 'support-phuc');
    expect(await codeOf(agent)).toBe('PARCEL.PURPOSE_NOT_ALLOWED');
    const asCase = await system
      .as('support-phuc')
      .post('/v1/parcels/open', { parcelId: one.parcelId, purpose: 'dispute', caseId: releaseId });
    expect(await codeOf(asCase)).toBe('PARCEL.CASE_UNKNOWN');
  });

  it('that is closed lets nobody read; to close it again changes nothing', async () => {
    const parcel = await issue(system);
    const { releaseId } = await released(system, { parcelId: parcel.parcelId });
    const answer = await close(releaseId);
    expect(await answer.clone().json()).toMatchObject({ releaseId, state: 'closed' });
    expect(await eventBehind(table, answer)).toMatchObject({
      api: { operation: 'release.close' },
      resources: [{ type: 'parcel' }, { type: 'release', uid: releaseId }],
    });
    expect(await codeOf(await open(parcel, releaseId))).toBe('PARCEL.CASE_UNKNOWN');
    const again = await close(releaseId, 'privacy-minh');
    expect([again.status, receiptOf(again)]).toEqual([200, undefined]);
    expect(await codeOf(await close('0'.repeat(32)))).toBe('PARCEL.RELEASE_NOT_FOUND');
  });

  it('that is closed between decision and commit lets nobody read', async () => {
    const parcel = await issue(system);
    const { releaseId } = await released(system, { parcelId: parcel.parcelId });
    staged.inBetween(() => close(releaseId));
    expect(await codeOf(await open(parcel, releaseId))).toBe('PARCEL.CASE_UNKNOWN');
  });
});

describe.each([
  ['lost', 'AUDIT.UNAVAILABLE', down],
  ['lost, for all that is known', 'STORE.OUTCOME_UNKNOWN', cut],
  ['applied, and the answer lost', 'STORE.OUTCOME_UNKNOWN', unconfirmed],
] as const)('a write that is %s', (_what, due, stage) => {
  it('leaves a release to be made by the same request, once', async () => {
    const { parcelId } = await issue(system);
    const idempotencyKey = randomUUID();
    const ask = () => release({ parcelId }, 'privacy-minh', idempotencyKey);
    await decide(system, await pendingIn(await ask()));
    staged.stage(stage);
    expect(await codeOf(await ask())).toBe(due);
    staged.stage();
    const { releaseId } = (await (await ask()).json()) as Released;
    const made = (await recordedEvents(table)).filter(
      ({ api, resources }) =>
        api.operation === 'release.make' && resources.some(({ uid }) => uid === releaseId),
    );
    expect(made).toHaveLength(1);
  });

  it('leaves a release to be closed by the same request, once', async () => {
    const { parcelId } = await issue(system);
    const { releaseId } = await released(system, { parcelId });
    staged.stage(stage);
    expect(await codeOf(await close(releaseId))).toBe(due);
    staged.stage();
    expect(await (await close(releaseId)).json()).toMatchObject({ state: 'closed' });
    const closed = (await recordedEvents(table)).filter(
      ({ api, resources }) =>
        api.operation === 'release.close' && resources.some(({ uid }) => uid === releaseId),
    );
    expect(closed).toHaveLength(1);
  });
});

describe('the last day of a release', () => {
  it('is its last, in Vietnam', async () => {
    const parcel = await issue(system);
    const { releaseId } = await released(system, { parcelId: parcel.parcelId, validUntil: '2026-12-23' });
    clock.set(Date.parse('2026-12-23T23:59:59+07:00'));
    expect((await open(parcel, releaseId)).status).toBe(200);
    clock.set(Date.parse('2026-12-24T00:00:00+07:00'));
    expect(await codeOf(await open(parcel, releaseId))).toBe('PARCEL.CASE_UNKNOWN');
    expect(system.faults).toEqual([]);
  });
});
