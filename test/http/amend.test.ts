import { toHex } from '@temkin/kernel';
import { bytesOf, keyOf, textOf } from '@temkin/storage';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../support/answer-codes.ts';
import { bringTo, issue, issueTo, openCase, openShift, scan, type Issued } from '../support/parcels.ts';
import { eventBehind, receiptOf, recordedEvents } from '../support/recorded-events.ts';
import { testSystem } from '../support/system.ts';
import { problemIn } from '../support/tiny-application.ts';

const system = await testSystem();
const { shiftId } = await openShift(system, 'shipper-an');
await system.enrol({
  subject: 'desk-elsewhere',
  tenant: 'demo',
  kind: 'staff',
  roles: ['desk-clerk'],
  facility: 'HN-HOAN-KIEM',
  scopes: ['parcels:amend'],
});

const amend = (
  { parcelId }: Pick<Issued, 'parcelId'>,
  body: object,
  { by = 'order-system', key }: { readonly by?: string; readonly key?: string } = {},
) =>
  system
    .as(by)
    .post(`/v1/parcels/${parcelId}/amendments`, body, key === undefined ? {} : { 'idempotency-key': key });

const outWithAn = (overrides?: Readonly<Record<string, unknown>>) => issueTo(system, shiftId, overrides);

interface Shown {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly amendment?: { readonly version: number; readonly amendedAt: string };
}

const atTheDoor = async ({ token }: Issued): Promise<Shown> => {
  const answer = await system.as('shipper-an').post('/v1/parcels/resolve', { token, purpose: 'delivery' });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Shown;
};

const caseAbout = async ({ parcelId }: Issued, kind: string): Promise<string> =>
  (await openCase(system, { parcelId, kind, reason: 'help-requested' })).caseId;

const onTheTelephone = async (parcel: Issued, more: object = { reason: 'complaint' }): Promise<Shown> => {
  const caseId = await caseAbout(parcel, 'support');
  const asked = { parcelId: parcel.parcelId, purpose: 'support', caseId, ...more };
  const answer = await system.as('support-phuc').post('/v1/parcels/open', asked);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Shown;
};

const stored = (table: 'parcels' | 'parcel-escrow', { parcelId }: Issued, version: number) =>
  system.table.get(
    keyOf(table, 'amendment', { tenant: 'demo', parcelId, amendmentVersion: String(version) }),
  );

const parcelItem = ({ parcelId }: Issued) =>
  system.table.get(keyOf('parcels', 'parcel', { tenant: 'demo', parcelId }));

/** Where the index leads from a party's number. */
const phoneKey = async (parcel: Issued, party: 'recipient' | 'sender' = 'recipient') => {
  const item = (await parcelItem(parcel)) ?? {};
  return keyOf('parcels', 'phone', {
    tenant: 'demo',
    indexKeyId: textOf(item, `${party}PhoneKeyId`),
    phoneHash: toHex(bytesOf(item, `${party}PhoneHash`)),
    parcelId: parcel.parcelId,
  });
};

const WINDOW = { from: '2026-11-24T18:00:00+07:00', to: '2026-11-24T20:00:00+07:00' };
const WINDOW_SHOWN = { from: '2026-11-24T11:00:00.000Z', to: '2026-11-24T13:00:00.000Z' };
const ELSEWHERE = { street: 'Số 5, Ngõ 12 Phố Đào Tấn', communeCode: '00008' };
const WHOLE = {
  recipient: { address: ELSEWHERE, phone: '0905111222' },
  substitute: { name: 'Lê Thu Trang' },
  deliveryWindow: WINDOW,
  codAmountVnd: 100_000,
  handlingNote: 'Để ở bảo vệ',
  sortCode: 'HN-GV-02',
};
const ALL = [
  'recipient.address',
  'recipient.phone',
  'substitute',
  'deliveryWindow',
  'codAmountVnd',
  'handlingNote',
];

describe('an amended parcel', () => {
  it.each(['sealed', 'opaque'])('opens at the door with the newest word on each field: %s', async (kind) => {
    const parcel = await outWithAn({ kind });
    expect((await atTheDoor(parcel)).amendment).toBeUndefined();
    const first = await amend(parcel, WHOLE);
    expect([first.status, await first.json()]).toEqual([
      201,
      {
        parcelId: parcel.parcelId,
        waybillNumber: parcel.waybillNumber,
        version: 1,
        changed: ALL,
        amendedAt: expect.stringMatching(/^2026-11-23T01:00/),
      },
    ]);
    await amend(parcel, { codAmountVnd: 90_000, substitute: null });
    const { fields, amendment } = await atTheDoor(parcel);
    expect(amendment).toEqual({ version: 2, amendedAt: expect.stringMatching(/^2026-11-23T01:00/) });
    expect(fields).toEqual({
      recipient: {
        name: 'Nguyễn Thị Hạnh',
        address: { ...ELSEWHERE, communeName: expect.any(String), provinceName: expect.any(String) },
      },
      deliveryWindow: WINDOW_SHOWN,
      codAmountVnd: 90_000,
      handlingNote: 'Để ở bảo vệ',
    });
  });

  it('opens without its label with the same, and masked where support gives no reason', async () => {
    const parcel = await outWithAn();
    await amend(parcel, WHOLE);
    const full = await onTheTelephone(parcel);
    expect(full.amendment?.version).toBe(1);
    expect(full.fields).toMatchObject({
      recipient: { address: ELSEWHERE },
      substitute: { name: 'Lê Thu Trang' },
      deliveryWindow: WINDOW_SHOWN,
    });
    const masked = await onTheTelephone(parcel, {});
    expect(masked.fields).toMatchObject({
      recipient: { name: 'N*** H***', address: { street: 'Ngõ * Phố Đào Tấn' } },
      substitute: { name: 'L*** T***' },
    });
    expect(JSON.stringify([full, masked])).not.toMatch(/905111222|Trang.*Trang|bảo vệ/);
  });

  it('is routed and sorted to its new commune, and by its new sort code', async () => {
    const parcel = await issue(system);
    await bringTo(system, parcel);
    await amend(parcel, { recipient: { address: ELSEWHERE } });
    const routed = async () => {
      const asked = { parcelId: parcel.parcelId, purpose: 'route' };
      const answer = await system.as('dispatcher-phong').post('/v1/parcels/open', asked);
      return ((await answer.json()) as { readonly routing: object }).routing;
    };
    const listed = async () => {
      const feed = await (await system.as('desk-em').get('/v1/facilities/HN-BA-DINH/parcels')).text();
      return feed.split('\n').find((line) => line.includes(parcel.waybillNumber));
    };
    expect(await routed()).toMatchObject({ communeCode: '00008' });
    expect(await routed()).not.toHaveProperty('sortCode');
    expect(JSON.parse((await listed()) ?? '')).toEqual({
      waybillNumber: parcel.waybillNumber,
      communeCode: '00008',
    });
    await amend(parcel, { recipient: { address: { ...ELSEWHERE, street: 'Số 7' } }, sortCode: 'HN-GV-02' });
    await amend(parcel, { recipient: { address: { ...ELSEWHERE, street: 'Số 9' } } });
    expect(await routed()).toMatchObject({ communeCode: '00008', sortCode: 'HN-GV-02' });
    expect(await listed()).toContain('HN-GV-02');
  });

  it('is found by its recipient’s new number, by the former one no more', async () => {
    const parcel = await issue(system, { sender: undefined });
    const before = await phoneKey(parcel);
    const entry = await system.table.get(before);
    expect(entry).toMatchObject({ party: 'recipient' });
    await amend(parcel, { recipient: { phone: '0905111222' } });
    const after = await phoneKey(parcel);
    expect(after).not.toEqual(before);
    expect(await system.table.get(before)).toBeUndefined();
    expect(await system.table.get(after)).toEqual(entry);
  });

  it('keeps its sender in the index where both had one number', async () => {
    const party = { name: 'An', phone: '0912345678', address: { street: 'Số 1', communeCode: '00004' } };
    const parcel = await issue(system, { recipient: party, sender: party });
    const { items } = await system.table.query({
      table: 'parcels',
      partition: (await phoneKey(parcel, 'sender')).partition,
      prefix: `parcel#${parcel.parcelId}`,
      limit: 2,
    });
    expect(items.map(({ item }) => item.party)).toEqual(['both']);
    await amend(parcel, { recipient: { phone: '0905111222' } });
    expect((await system.table.get(await phoneKey(parcel, 'sender')))?.party).toBe('sender');
    expect((await system.table.get(await phoneKey(parcel, 'recipient')))?.party).toBe('recipient');
  });

  it('keeps every version, sealed beside the label and beside the escrow copy', async () => {
    const parcel = await issue(system);
    await amend(parcel, { handlingNote: 'một' });
    await amend(parcel, { recipient: { phone: '0905111222' } });
    expect((await stored('parcels', parcel, 1))?.fields).toEqual(['handlingNote']);
    expect(Object.keys((await stored('parcels', parcel, 1))?.labels ?? {})).toEqual([parcel.labelId]);
    expect(Object.keys((await stored('parcel-escrow', parcel, 1))?.groups ?? {})).toEqual(['payment']);
    // A number is on no label of this kind.
    expect((await stored('parcels', parcel, 2))?.labels).toEqual({ [parcel.labelId]: {} });
    expect(Object.keys((await stored('parcel-escrow', parcel, 2))?.groups ?? {})).toEqual(['contact']);
  });

  it('tells the log the names of what was changed, and who had which case', async () => {
    const parcel = await issue(system);
    const caseId = await caseAbout(parcel, 'support');
    const answer = await amend(parcel, { handlingNote: 'Gọi trước', caseId }, { by: 'support-phuc' });
    const item = await parcelItem(parcel);
    const event = await eventBehind(system.table, answer);
    expect(event).toMatchObject({
      api: { operation: 'parcel.amend' },
      resources: [
        { type: 'parcel', uid: item?.pseudonym, version: '2' },
        { type: 'case', uid: caseId },
      ],
      unmapped: { outcome: 'allowed', purpose: 'support', fields: ['handlingNote'] },
    });
    expect([item?.version, item?.eventId]).toEqual([2, event?.metadata.uid]);
    expect(JSON.stringify(event)).not.toContain('Gọi');
  });

  it('is found by the auditor who asks for it, with the names of its fields', async () => {
    const parcel = await issue(system);
    await amend(parcel, { codAmountVnd: 0 });
    const query = { parcelId: parcel.parcelId, action: 'parcel.amend' };
    const answer = await system.as('auditor-khanh').post('/v1/audit/queries', query);
    expect(await answer.json()).toMatchObject({ events: [{ fields: ['codAmountVnd'] }] });
  });
});

describe('who amends', () => {
  it('is support with a case of somebody else, and never for money', async () => {
    const parcel = await issue(system);
    const by = 'support-phuc';
    expect(await codeOf(await amend(parcel, { handlingNote: 'x' }, { by }))).toBe('PARCEL.CASE_UNKNOWN');
    const dispute = await caseAbout(parcel, 'dispute');
    expect(await codeOf(await amend(parcel, { handlingNote: 'x', caseId: dispute }, { by }))).toBe(
      'PARCEL.CASE_UNKNOWN',
    );
    const caseId = await caseAbout(parcel, 'support');
    const refused = await amend(parcel, { codAmountVnd: 1, caseId }, { by });
    expect([refused.status, await codeOf(refused)]).toEqual([403, 'PARCEL.AMENDMENT_NOT_ALLOWED']);
    expect(await codeOf(await amend(parcel, { recipient: { address: ELSEWHERE }, caseId }, { by }))).toBe(
      201,
    );
  });

  it.each(['dispatcher-phong', 'desk-em'])(
    'is %s for when and how it is brought, while the own facility or a shift of it has it',
    async (by) => {
      const parcel = await issue(system);
      const bring = { deliveryWindow: WINDOW, handlingNote: 'Gọi trước' };
      expect(await codeOf(await amend(parcel, bring, { by }))).toBe('PARCEL.NOT_IN_CUSTODY');
      await bringTo(system, parcel);
      expect(await codeOf(await amend(parcel, bring, { by }))).toBe(201);
      expect(await codeOf(await amend(parcel, { substitute: { name: 'An' } }, { by }))).toBe(
        'PARCEL.AMENDMENT_NOT_ALLOWED',
      );
      expect(await codeOf(await amend(parcel, bring, { by: 'desk-elsewhere' }))).toBe(
        'PARCEL.NOT_IN_CUSTODY',
      );
      const holder = { type: 'shift', id: shiftId };
      await scan(system, 'order-system', [{ parcelId: parcel.parcelId, event: 'out-for-delivery', holder }]);
      expect(await codeOf(await amend(parcel, bring, { by }))).toBe(201);
    },
  );

  it('is nobody once the parcel is closed, revoked, or kept on its label alone', async () => {
    const [delivered, revoked, alone] = [await outWithAn(), await issue(system), await issue(system)];
    await scan(system, 'order-system', [{ parcelId: delivered.parcelId, event: 'delivered' }]);
    await system.as('order-system').post(`/v1/parcels/${revoked.parcelId}/revoke`, { reason: 'cancelled' });
    await system.table.write({
      kind: 'update',
      key: keyOf('parcels', 'parcel', { tenant: 'demo', parcelId: alone.parcelId }),
      set: { kind: 'sealed-all' },
    });
    const codes = await Promise.all(
      [delivered, revoked, alone].map(async (parcel) => codeOf(await amend(parcel, { codAmountVnd: 1 }))),
    );
    expect(codes).toEqual(['PARCEL.CLOSED', 'PARCEL.CLOSED', 'PARCEL.LABEL_ONLY']);
  });
});

describe('an amendment', () => {
  it.each<[string, object]>([
    ['of nothing', {}],
    ['of a sort code alone', { sortCode: 'HN-1' }],
    ['of a name, which is printed', { recipient: { name: 'An' } }],
    ['of an address in part', { recipient: { address: { street: 'Số 1' } } }],
    ['that takes the address away', { recipient: { address: null } }],
    ['of a window that ends before it begins', { deliveryWindow: { from: WINDOW.to, to: WINDOW.from } }],
  ])('%s is none', async (_what, body) => {
    expect(await codeOf(await amend(await issue(system), body))).toBe('REQUEST.INVALID');
  });

  it('to a commune that is none, or for a window that is over, is refused and changes nothing', async () => {
    const parcel = await issue(system);
    const before = await parcelItem(parcel);
    const nowhere = await amend(parcel, { recipient: { address: { ...ELSEWHERE, communeCode: '99999' } } });
    expect(await problemIn(nowhere)).toMatchObject({
      status: 422,
      code: 'PARCEL.ADDRESS_INVALID',
      errors: [{ pointer: '/recipient/address/communeCode' }],
    });
    const over = { from: '2026-11-20T18:00:00Z', to: '2026-11-20T20:00:00Z' };
    expect(await problemIn(await amend(parcel, { deliveryWindow: over }))).toMatchObject({
      code: 'PARCEL.DATE_INVALID',
      errors: [{ pointer: '/deliveryWindow/to' }],
    });
    expect(await parcelItem(parcel)).toEqual(before);
  });

  it('sent again with its key is made once and answered the same, also once the parcel is delivered', async () => {
    const parcel = await outWithAn();
    const send = () => amend(parcel, { codAmountVnd: 5_000 }, { key: `once-${parcel.parcelId}` });
    const first = await send();
    const body = (await first.json()) as object;
    await amend(parcel, { codAmountVnd: 6_000 });
    await scan(system, 'order-system', [{ parcelId: parcel.parcelId, event: 'delivered' }]);
    const events = (await recordedEvents(system.table)).length;
    const again = await send();
    expect([again.status, await again.json()]).toEqual([201, body]);
    expect(receiptOf(again)).toEqual(receiptOf(first));
    expect(await recordedEvents(system.table)).toHaveLength(events);
  });

  it('is one of fifty, and the next one asks for a new label', async () => {
    const parcel = await issue(system);
    await system.table.write({
      kind: 'update',
      key: keyOf('parcels', 'parcel', { tenant: 'demo', parcelId: parcel.parcelId }),
      set: { amendmentVersion: 49, amendedAt: 0 },
    });
    expect(await codeOf(await amend(parcel, { codAmountVnd: 1 }))).toBe(201);
    const spent = await amend(parcel, { codAmountVnd: 2 });
    expect([spent.status, await codeOf(spent)]).toEqual([409, 'PARCEL.AMENDMENTS_SPENT']);
  });
});

describe('what is amended dies', () => {
  it('beside the label with the label key, while it stays beside the escrow copy', async () => {
    const parcel = await outWithAn();
    const { labelId } = parcel;
    await system.table.write({
      kind: 'delete',
      key: keyOf('parcel-keys', 'labelKey', { tenant: 'demo', labelId }),
    });
    expect(await codeOf(await amend(parcel, { recipient: { address: ELSEWHERE } }))).toBe(201);
    expect((await stored('parcels', parcel, 1))?.labels).toEqual({});
    expect((await onTheTelephone(parcel)).fields).toMatchObject({ recipient: { address: ELSEWHERE } });
  });

  it('beside the escrow copy on the last day of the copy, and nothing is amended from then on', async () => {
    const parcel = await issue(system);
    const { parcelId } = parcel;
    await amend(parcel, { codAmountVnd: 1 });
    const copy = await system.table.get(keyOf('parcel-escrow', 'escrow', { tenant: 'demo', parcelId }));
    expect((await stored('parcel-escrow', parcel, 1))?.expiresAtSeconds).toBe(copy?.expiresAtSeconds);
    system.clock.set(Number(copy?.expiresAtSeconds) * 1_000);
    const late = await amend(parcel, { codAmountVnd: 2 });
    expect([late.status, await codeOf(late)]).toEqual([410, 'PARCEL.SHREDDED']);
  });

  it('and no test of these met a fault', () => {
    expect(system.faults).toEqual([]);
  });
});
