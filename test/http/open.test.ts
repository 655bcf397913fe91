import { monthsAfter, ROLES, type Role } from '@temkin/kernel';
import { keyOf } from '@temkin/storage';
import { describe, expect, it } from 'vitest';
import { PURPOSES } from '../../packages/capabilities/parcel/src/domain/index.ts';
import { bringTo, issue, issueTo, openCase, openShift, scan, type Issued } from '../support/parcels.ts';
import { eventBehind } from '../support/recorded-events.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();

interface Opened {
  readonly code?: string;
  readonly groups?: readonly string[];
  readonly shown?: string;
  readonly fields?: object;
  readonly routing?: object;
  readonly label?: object;
}

const open = async (by: string, asked: Readonly<Record<string, string>>) => {
  const answer = await system.as(by).post('/v1/parcels/open', asked);
  const body = (await answer.json()) as Opened;
  return { answer, body, code: body.code ?? answer.status };
};

/** The label is lost and its key destroyed: nothing is left but the escrow copy. */
const loseLabel = ({ labelId }: Issued) =>
  system.table.write({ kind: 'delete', key: keyOf('parcel-keys', 'labelKey', { tenant: 'demo', labelId }) });

/** Scans that lead to some states are to come; the state is what the policy looks at. */
const becomes = ({ parcelId }: Issued, state: string) =>
  system.table.write({
    kind: 'update',
    key: keyOf('parcels', 'parcel', { tenant: 'demo', parcelId }),
    set: { state },
    add: { version: 1 },
  });

const shiftOfAn = async (): Promise<string> => {
  const current = await system.as('shipper-an').get('/v1/shifts/current');
  const shift = current.ok
    ? ((await current.json()) as { readonly shiftId: string })
    : await openShift(system, 'shipper-an');
  return shift.shiftId;
};

const outWithAn = async () => issueTo(system, await shiftOfAn());

const caseAbout = async ({ parcelId }: Issued, kind: string, by?: string): Promise<string> =>
  (await openCase(system, { parcelId, kind, reason: 'not-delivered' }, by)).caseId;

const place = {
  communeCode: '00004',
  communeName: 'Phường Ba Đình',
  provinceName: 'Thành phố Hà Nội',
};
const recipient = { name: 'Nguyễn Thị Hạnh', address: { street: 'Số 8, Phố Đội Cấn', ...place } };
const payment = { codAmountVnd: 420_000, handlingNote: 'Gọi trước khi giao' };
const goods = { description: 'Áo khoác gió nữ', weightGrams: 450, declaredValueVnd: 390_000 };
const routing = { ...place, sortCode: 'HN-BD-01' };

describe('a parcel whose label is gone', () => {
  it('is opened by waybill number and by parcel id for support: masked, and all of it with a reason', async () => {
    const parcel = await outWithAn();
    await loseLabel(parcel);
    const { parcelId, waybillNumber } = parcel;
    const caseId = await caseAbout(parcel, 'support');
    const asked = { purpose: 'support', caseId };
    for (const name of [{ parcelId }, { waybillNumber }]) {
      const masked = await open('support-phuc', { ...name, ...asked });
      expect(masked.body).toEqual({
        parcelId,
        waybillNumber,
        state: 'out-for-delivery',
        groups: ['delivery'],
        shown: 'masked',
        fields: { recipient: { name: 'N*** H***', address: { street: 'Phố Đội Cấn', ...place } } },
      });
      const full = await open('support-phuc', { ...name, ...asked, reason: 'address-correction' });
      expect(full.body).toMatchObject({ shown: 'full', fields: { recipient } });
      expect(await eventBehind(system.table, full.answer)).toMatchObject({
        api: { operation: 'parcel.open' },
        resources: [{ type: 'parcel' }, { type: 'case', uid: caseId }],
        unmapped: {
          outcome: 'allowed',
          purpose: 'support',
          groups: ['delivery'],
          policies: ['escrow-openings-support'],
          grounds: 'address-correction',
        },
      });
    }
  });

  it('is disputed with goods and payment, though the label had no goods', async () => {
    const parcel = await outWithAn();
    await scan(system, 'order-system', [{ parcelId: parcel.parcelId, event: 'delivered' }]);
    await loseLabel(parcel);
    const { waybillNumber } = parcel;
    const caseId = await caseAbout(parcel, 'dispute');
    const { body } = await open('support-phuc', { waybillNumber, purpose: 'dispute', caseId });
    expect(body).toMatchObject({ groups: ['delivery', 'payment', 'contents'], shown: 'full' });
    expect(body.fields).toEqual({ recipient, ...payment, goods });
  });

  it('is inspected, seeing goods and nobody', async () => {
    const parcel = await outWithAn();
    await loseLabel(parcel);
    const caseId = await caseAbout(parcel, 'inspection', 'security-ha');
    const { waybillNumber } = parcel;
    const { body } = await open('inspector-dung', { waybillNumber, purpose: 'inspection', caseId });
    expect(body).toMatchObject({ groups: ['contents'], shown: 'full' });
    expect(body.fields).toEqual({ goods });
  });

  it('is picked up at the desk', async () => {
    const parcel = await issue(system);
    await bringTo(system, parcel);
    await loseLabel(parcel);
    const { body } = await open('desk-em', { waybillNumber: parcel.waybillNumber, purpose: 'pickup-desk' });
    expect(body.fields).toEqual({ recipient, ...payment });
  });

  it.each(['order-system', 'dispatcher-phong', 'desk-em'])(
    'is routed and reprinted by %s, who sees what a label says and no more',
    async (by) => {
      const parcel = await outWithAn();
      const { waybillNumber } = parcel;
      const route = await open(by, { waybillNumber, purpose: 'route' });
      expect(route.body).toMatchObject({ groups: ['delivery'], shown: 'withheld', fields: {}, routing });
      expect(route.body.label).toBeUndefined();
      const reprint = await open(by, { waybillNumber, purpose: 'reprint' });
      expect(reprint.body).toMatchObject({ fields: {}, routing, label: { token: parcel.token } });
      await loseLabel(parcel);
      expect((await open(by, { waybillNumber, purpose: 'route' })).body).toMatchObject({ routing });
      expect((await open(by, { waybillNumber, purpose: 'reprint' })).code).toBe('PARCEL.SHREDDED');
      expect(JSON.stringify([route.body, reprint.body])).not.toMatch(/Hạnh|Đội Cấn|420000|Gọi/);
    },
  );

  it('is returned to its sender by the desk that has it, and by the shipper who has it', async () => {
    const sender = { name: 'Trần Văn Dũng', address: { street: 'Số 21, Phố Kim Mã', communeCode: '00008' } };
    const atDesk = await issue(system);
    await bringTo(system, atDesk);
    const withAn = await outWithAn();
    for (const [by, parcel] of [
      ['desk-em', atDesk],
      ['shipper-an', withAn],
    ] as const) {
      await becomes(parcel, 'returning');
      await loseLabel(parcel);
      const { body } = await open(by, { waybillNumber: parcel.waybillNumber, purpose: 'return' });
      expect(body).toMatchObject({ groups: ['sender'], fields: { sender } });
      expect(Object.keys(body.fields ?? {})).toEqual(['sender']);
    }
    expect((await open('desk-em', { parcelId: withAn.parcelId, purpose: 'return' })).code).toBe(
      'PARCEL.NOT_IN_CUSTODY',
    );
    expect((await open('shipper-binh', { parcelId: withAn.parcelId, purpose: 'return' })).code).toBe(
      'PARCEL.NOT_IN_CUSTODY',
    );
  });

  it('has no sender to return to where none was given, and says so by leaving it out', async () => {
    const parcel = await issue(system, { sender: undefined });
    await bringTo(system, parcel);
    await becomes(parcel, 'returning');
    const { body } = await open('desk-em', { parcelId: parcel.parcelId, purpose: 'return' });
    expect(body).toMatchObject({ groups: ['sender'], fields: {} });
  });

  it.each([
    ['sealed', 'domestic', 9],
    ['opaque', 'international', 10],
  ])('opens to its last instant and not in it: %s, %s', async (kind, service, months) => {
    const parcel = await issue(system, { kind, service });
    const { parcelId } = parcel;
    const start = system.clock.now();
    system.clock.set(monthsAfter(start, months) - 1_000);
    expect((await open('order-system', { parcelId, purpose: 'route' })).code).toBe(200);
    system.clock.set(monthsAfter(start, months));
    const late = await open('order-system', { parcelId, purpose: 'route' });
    expect([late.answer.status, late.code]).toEqual([410, 'PARCEL.SHREDDED']);
    expect((await eventBehind(system.table, late.answer))?.status_code).toBe('PARCEL.SHREDDED');
  });

  it('opens no more where its escrow copy is destroyed too', async () => {
    const { parcelId } = await issue(system);
    await system.table.write({
      kind: 'delete',
      key: keyOf('parcel-escrow', 'escrow', { tenant: 'demo', parcelId }),
    });
    expect((await open('order-system', { parcelId, purpose: 'route' })).code).toBe('PARCEL.SHREDDED');
  });
});

describe('a shipper', () => {
  it('is shown the sender of what goes back, and of that alone', async () => {
    const parcel = await outWithAn();
    const asked = { parcelId: parcel.parcelId, purpose: 'return' };
    expect((await open('shipper-an', asked)).code).toBe('PARCEL.STATE_NOT_ALLOWED');
    await becomes(parcel, 'returning');
    expect((await open('shipper-an', asked)).body).toMatchObject({ groups: ['sender'] });
  });

  it('is refused once the shift is closed', async () => {
    const parcel = await outWithAn();
    await becomes(parcel, 'returning');
    await system.as('desk-em').post(`/v1/shifts/${await shiftOfAn()}/close`);
    expect((await open('shipper-an', { parcelId: parcel.parcelId, purpose: 'return' })).code).toBe(
      'PARCEL.SHIFT_CLOSED',
    );
  });
});

/** What each role is told of a parcel at its own facility, without a case: no line, else what the line wants. */
const TOLD: Readonly<Partial<Record<Role, Readonly<Record<string, string | number>>>>> = {
  'order-system': { route: 200, reprint: 200 },
  dispatcher: { route: 200, reprint: 200 },
  'desk-clerk': { 'pickup-desk': 200, return: 'PARCEL.STATE_NOT_ALLOWED', route: 200, reprint: 200 },
  shipper: { collection: 'PARCEL.NOT_IN_CUSTODY', return: 'PARCEL.NOT_IN_CUSTODY' },
  support: { support: 'PARCEL.CASE_UNKNOWN', dispute: 'PARCEL.CASE_UNKNOWN' },
  inspector: { inspection: 'PARCEL.CASE_UNKNOWN' },
  'privacy-officer': { authority: 'PARCEL.CASE_UNKNOWN' },
};

describe('every role', () => {
  it.each(ROLES)('is told what the policy says for every purpose: %s', async (role) => {
    const subject = `open-${role}`;
    await system.enrol({
      subject,
      tenant: 'demo',
      kind: 'staff',
      roles: [role],
      facility: 'HN-BA-DINH',
      scopes: ['parcels:open'],
    });
    const { parcelId } = await issue(system);
    await bringTo(system, { parcelId });
    const told = TOLD[role];
    for (const purpose of PURPOSES) {
      const { answer, body, code } = await open(subject, { parcelId, purpose, caseId: 'f'.repeat(32) });
      const due =
        told === undefined ? 'ACCESS.ROLE_NOT_ALLOWED' : (told[purpose] ?? 'PARCEL.PURPOSE_NOT_ALLOWED');
      expect(code, purpose).toBe(due);
      if (due === 200) continue;
      expect(JSON.stringify(body)).not.toMatch(/Hạnh|Đội Cấn|Dũng|Kim Mã|912345678|987654321|Áo/);
      expect((await eventBehind(system.table, answer))?.status_code).toBe(due);
    }
  });

  it('sees no telephone number, whatever it is shown', async () => {
    const parcel = await outWithAn();
    const caseId = await caseAbout(parcel, 'dispute');
    const { parcelId } = parcel;
    const { answer, body } = await open('support-phuc', { parcelId, purpose: 'dispute', caseId });
    expect(JSON.stringify(body)).not.toMatch(/912345678|987654321/);
    expect(JSON.stringify(await eventBehind(system.table, answer))).not.toMatch(/Hạnh|Đội Cấn|912345678/);
  });

  it('meets no fault of ours', () => {
    expect(system.faults).toEqual([]);
  });

  it('is told to the auditor with purpose, grounds, groups and case', async () => {
    const parcel = await issue(system);
    const caseId = await caseAbout(parcel, 'support');
    const { waybillNumber } = parcel;
    await open('support-phuc', { waybillNumber, purpose: 'support', caseId, reason: 'complaint' });
    const asked = await system
      .as('auditor-khanh')
      .post('/v1/audit/queries', { waybillNumber, action: 'parcel.open' });
    expect(await asked.json()).toMatchObject({
      events: [
        {
          action: 'parcel.open',
          outcome: 'allowed',
          purpose: 'support',
          grounds: 'complaint',
          groups: ['delivery'],
          actor: { role: 'support' },
          resources: [{ type: 'parcel' }, { type: 'case', pseudonym: caseId }],
        },
      ],
    });
  });

  it('names a parcel once, and by a name that it could have', async () => {
    const { parcelId, waybillNumber } = await issue(system);
    for (const asked of [
      { purpose: 'route' },
      { purpose: 'route', parcelId, waybillNumber },
      { purpose: 'route', parcelId, reason: 'curiosity' },
      { purpose: 'route', token: 'TK1:0' },
    ])
      expect((await open('order-system', asked as Record<string, string>)).code).toBe('REQUEST.INVALID');
    expect((await open('order-system', { purpose: 'route', waybillNumber: 'NONE-1' })).code).toBe(
      'PARCEL.UNKNOWN',
    );
  });
});
