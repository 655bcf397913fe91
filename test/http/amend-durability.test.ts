import { keyOf } from '@temkin/storage';
import { afterEach, describe, expect, it } from 'vitest';
import { codeOf } from '../support/answer-codes.ts';
import { cashAtDoor } from '../support/cash-at-door.ts';
import { LOST, unconfirmed } from '../support/failing-writes.ts';
import { issueTo, openCase, openShift, scan, type Issued } from '../support/parcels.ts';
import { recordedEvents } from '../support/recorded-events.ts';
import { staffStatus } from '../support/staff-status.ts';
import { stagedTable } from '../support/staged-table.ts';
import { testSystem } from '../support/system.ts';

const staged = stagedTable();
const system = await testSystem({ wrapTable: staged.wrapTable });
const { shiftId } = await openShift(system, 'shipper-an');
const status = staffStatus(system.table);

afterEach(() => {
  staged.stage();
});

const amend = (
  { parcelId }: Issued,
  body: object,
  { by = 'order-system', key }: { readonly by?: string; readonly key?: string } = {},
) =>
  system
    .as(by)
    .post(`/v1/parcels/${parcelId}/amendments`, body, key === undefined ? {} : { 'idempotency-key': key });

const outWithAn = () => issueTo(system, shiftId);

const cod = ({ token }: Issued) => cashAtDoor(system, token);

/** The first amendment of a parcel. */
const firstOf = ({ parcelId }: Issued) =>
  keyOf('parcels', 'amendment', { tenant: 'demo', parcelId, amendmentVersion: '1' });

/** Everything that an amendment writes, as it stands. */
const state = async ({ parcelId }: Issued) => {
  const [tenant, amendmentVersion] = ['demo', '1'];
  const keys = [
    keyOf('parcels', 'parcel', { tenant, parcelId }),
    keyOf('parcels', 'amendment', { tenant, parcelId, amendmentVersion }),
    keyOf('parcel-escrow', 'amendment', { tenant, parcelId, amendmentVersion }),
  ];
  return Promise.all(keys.map((key) => system.table.get(key)));
};

const MOVED = { recipient: { phone: '0905111222' }, codAmountVnd: 7_000 };

describe('an amendment', () => {
  it.each(LOST)('changes nothing where %s, and is made when it is sent again', async (_what, due, stage) => {
    const [issued, events] = [await outWithAn(), (await recordedEvents(system.table)).length];
    const before = await state(issued);
    const key = `lost-${issued.parcelId}`;
    staged.stage(stage);
    const answer = await amend(issued, MOVED, { key });
    staged.stage();
    expect([answer.status, await codeOf(answer)]).toEqual([503, due]);
    expect(await state(issued)).toEqual(before);
    expect(await cod(issued)).toBe(420_000);
    expect(await codeOf(await amend(issued, MOVED, { key }))).toBe(201);
    expect(await cod(issued)).toBe(7_000);
    expect((await recordedEvents(system.table)).length).toBe(events + 3);
  });

  it('is made once where it is applied and the answer lost', async () => {
    const issued = await outWithAn();
    const key = `cut-${issued.parcelId}`;
    const events = (await recordedEvents(system.table)).length;
    staged.stage(unconfirmed);
    expect(await codeOf(await amend(issued, MOVED, { key }))).toBe('STORE.OUTCOME_UNKNOWN');
    staged.stage();
    const again = await amend(issued, MOVED, { key });
    expect(await again.json()).toMatchObject({
      version: 1,
      changed: ['recipient.phone', 'codAmountVnd'],
    });
    expect(await recordedEvents(system.table)).toHaveLength(events + 1);
  });

  it('loses none of many at the same time: each is a version, and the last of them holds', async () => {
    const issued = await outWithAn();
    const send = async (amount: number): Promise<{ readonly version: number; readonly amount: number }> => {
      for (;;) {
        const answer = await amend(issued, { codAmountVnd: amount }, { key: `${issued.parcelId}-${amount}` });
        if (answer.ok) return { ...((await answer.json()) as { readonly version: number }), amount };
        expect(await codeOf(answer)).toBe('PARCEL.CHANGED');
      }
    };
    const made = await Promise.all(Array.from({ length: 8 }, (_, n) => send(1_000 + n)));
    const inOrder = made.toSorted((a, b) => a.version - b.version);
    expect(inOrder.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(await cod(issued)).toBe(inOrder.at(-1)?.amount);
  });

  it('that comes after a delivery in between leaves the delivery', async () => {
    const issued = await outWithAn();
    staged.inBetween(() => scan(system, 'order-system', [{ parcelId: issued.parcelId, event: 'delivered' }]));
    expect(await codeOf(await amend(issued, MOVED))).toBe('PARCEL.CLOSED');
    expect((await state(issued))[1]).toBeUndefined();
  });

  it('by a case that is closed in between is none', async () => {
    const issued = await outWithAn();
    const asked = { parcelId: issued.parcelId, kind: 'support', reason: 'help-requested' };
    const { caseId } = await openCase(system, asked);
    staged.inBetween(() => system.as('support-lead-quynh').post(`/v1/cases/${caseId}/close`));
    const body = { handlingNote: 'Gọi trước', caseId };
    expect(await codeOf(await amend(issued, body, { by: 'support-phuc' }))).toBe('PARCEL.CASE_UNKNOWN');
    expect((await state(issued))[1]).toBeUndefined();
  });

  it('by somebody who is suspended in between is none', async () => {
    const issued = await outWithAn();
    staged.inBetween(() => status('demo', 'desk-em', 'suspended'));
    const answer = await amend(issued, { handlingNote: 'x' }, { by: 'desk-em' });
    await status('demo', 'desk-em', 'active');
    expect(await codeOf(answer)).toBe('ACCESS.CHANGED');
    expect((await state(issued))[1]).toBeUndefined();
  });

  it('is not sealed beside a label whose key is destroyed in between', async () => {
    const issued = await outWithAn();
    const { labelId } = issued;
    const key = keyOf('parcel-keys', 'labelKey', { tenant: 'demo', labelId });
    staged.inBetween(() => system.table.write({ kind: 'delete', key }));
    expect(await codeOf(await amend(issued, MOVED))).toBe(201);
    expect((await state(issued))[1]?.labels).toEqual({});
  });

  it('is none where everything that is kept of the parcel is destroyed in between', async () => {
    const issued = await outWithAn();
    const { parcelId } = issued;
    const key = keyOf('parcel-keys', 'subjectKey', { tenant: 'demo', parcelId });
    staged.inBetween(() => system.table.write({ kind: 'delete', key }));
    expect(await codeOf(await amend(issued, MOVED))).toBe('PARCEL.SHREDDED');
    expect((await state(issued)).slice(1)).toEqual([undefined, undefined]);
  });
});

describe('a read that meets an amendment', () => {
  it('at the door gets the newest word, never half of it', async () => {
    const issued = await outWithAn();
    staged.inBetween(() => amend(issued, MOVED));
    expect(await cod(issued)).toBe(7_000);
  });

  it('without the label gets it too', async () => {
    const issued = await outWithAn();
    const { parcelId } = issued;
    const { caseId } = await openCase(system, { parcelId, kind: 'dispute', reason: 'payment-disputed' });
    staged.inBetween(() => amend(issued, MOVED));
    const answer = await system
      .as('support-phuc')
      .post('/v1/parcels/open', { parcelId, purpose: 'dispute', caseId });
    expect(await answer.json()).toMatchObject({
      fields: { codAmountVnd: 7_000 },
      amendment: { version: 1 },
    });
  });
});

describe('a stored amendment', () => {
  it('of another parcel, version or label is a fault, and nothing of it is shown', async () => {
    const [one, other] = [await outWithAn(), await outWithAn()];
    await amend(other, { handlingNote: 'Khóa cổng' });
    await amend(one, { handlingNote: 'Để ở bảo vệ' });
    const item = await system.table.get(firstOf(other));
    const labels = item?.labels as Readonly<Record<string, never>> | undefined;
    const moved = labels?.[other.labelId];
    if (item === undefined || moved === undefined) throw new Error('an amendment is sealed beside its label');
    await system.table.write({
      kind: 'put',
      key: firstOf(one),
      item: { ...item, labels: { [one.labelId]: moved } },
    });
    const answer = await system
      .as('shipper-an')
      .post('/v1/parcels/resolve', { token: one.token, purpose: 'delivery' });
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toMatch(/Khóa|bảo vệ|Hạnh/);
    expect(system.faults).toHaveLength(1);
  });

  it('that the parcel does not know of, since it came back from an older backup, is none', async () => {
    const issued = await outWithAn();
    await amend(issued, MOVED);
    const key = keyOf('parcels', 'parcel', { tenant: 'demo', parcelId: issued.parcelId });
    await system.table.write({ kind: 'update', key, remove: ['amendmentVersion', 'amendedAt'] });
    expect(await cod(issued)).toBe(420_000);
    expect(await codeOf(await amend(issued, { codAmountVnd: 8_000 }))).toBe(201);
    expect(await cod(issued)).toBe(8_000);
  });
});
