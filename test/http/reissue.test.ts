import { toHex } from '@temkin/kernel';
import { bytesOf, keyOf, numberOf, textOf } from '@temkin/storage';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../support/answer-codes.ts';
import {
  bringTo,
  issue,
  issueTo,
  labelOf,
  openCase,
  openShift,
  scan,
  type Issued,
} from '../support/parcels.ts';
import { eventBehind, recordedEvents } from '../support/recorded-events.ts';
import { askReissue, reissue } from '../support/reissues.ts';
import { enrolDevice, loadShift, openLoaded } from '../support/shift-loads.ts';
import { testSystem } from '../support/system.ts';
import { problemIn } from '../support/tiny-application.ts';

const system = await testSystem();
const device = await enrolDevice(system);
const { shiftId } = await openShift(system, 'shipper-an');
const DAY = 86_400_000;

const ELSEWHERE = { street: 'Số 5, Ngõ 12 Phố Đào Tấn', communeCode: '00008' };
const RIGHT = {
  recipient: { name: 'Phạm Quốc Bảo', phone: '0905111222', address: ELSEWHERE },
  sender: undefined,
  codAmountVnd: 90_000,
  handlingNote: undefined,
  sortCode: undefined,
};
const RIGHT_SHOWN = {
  recipient: {
    name: 'Phạm Quốc Bảo',
    address: { ...ELSEWHERE, communeName: expect.any(String), provinceName: expect.any(String) },
  },
  codAmountVnd: 90_000,
};

interface Shown {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly amendment?: { readonly version: number };
  readonly labelReplaced?: { readonly opensUntil: string };
}

const read = (token: string, by = 'shipper-an', purpose = 'delivery'): Promise<Response> =>
  system.as(by).post('/v1/parcels/resolve', { token, purpose });

const shown = async (token: string, ...by: readonly string[]): Promise<Shown> => {
  const answer = await read(token, ...by);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Shown;
};

const amend = ({ parcelId }: Issued, body: object): Promise<Response> =>
  system.as('order-system').post(`/v1/parcels/${parcelId}/amendments`, body);

const atTheDesk = async (overrides: Readonly<Record<string, unknown>> = {}): Promise<Issued> => {
  const parcel = await issue(system, overrides);
  await bringTo(system, parcel);
  return parcel;
};

const outWithAn = (overrides?: Readonly<Record<string, unknown>>) => issueTo(system, shiftId, overrides);

const parcelItem = async ({ parcelId }: Issued) =>
  (await system.table.get(keyOf('parcels', 'parcel', { tenant: 'demo', parcelId }))) ?? {};

const labelKey = ({ labelId }: Issued) =>
  system.table.get(keyOf('parcel-keys', 'labelKey', { tenant: 'demo', labelId }));

const inEscrow = async ({ parcelId }: Issued): Promise<Shown> => {
  const asked = { parcelId, kind: 'dispute', reason: 'payment-disputed' };
  const { caseId } = await openCase(system, asked);
  const answer = await system
    .as('support-phuc')
    .post('/v1/parcels/open', { parcelId, purpose: 'dispute', caseId });
  return (await answer.json()) as Shown;
};

describe('a parcel under a new label', () => {
  it.each(['sealed', 'opaque'])(
    'opens by it with all that was sent, by the former no more: %s',
    async (kind) => {
      const parcel = await atTheDesk({ kind: kind === 'sealed' ? 'opaque' : 'sealed' });
      await amend(parcel, { codAmountVnd: 5, deliveryWindow: null, handlingNote: 'một' });
      const answer = await askReissue(system, parcel, { ...RIGHT, kind });
      expect(answer.status).toBe(201);
      const next = (await answer.json()) as Issued;
      expect(next).toEqual({
        parcelId: parcel.parcelId,
        waybillNumber: parcel.waybillNumber,
        labelId: expect.stringMatching(/^[0-9a-f]{16}$/),
        kind,
        token: expect.stringMatching(/^TK1:/),
        state: 'at-facility',
        routing: expect.objectContaining({ communeCode: '00008' }),
        issuedAt: expect.any(String),
      });
      expect(next.labelId).not.toBe(parcel.labelId);
      const { fields, amendment, labelReplaced } = await shown(next.token, 'desk-em', 'pickup-desk');
      expect([fields, amendment, labelReplaced]).toEqual([RIGHT_SHOWN, undefined, undefined]);
      const former = await read(parcel.token, 'desk-em', 'pickup-desk');
      expect([former.status, await codeOf(former)]).toEqual([410, 'PARCEL.REVOKED']);
      expect(await labelKey(parcel)).toBeUndefined();
      const [scanned] = await scan(system, 'desk-em', [{ token: parcel.token, event: 'held' }]);
      expect(scanned?.problem?.code).toBe('PARCEL.REVOKED');
    },
  );

  it('is in escrow with all that was sent, and nothing that was amended before', async () => {
    const parcel = await atTheDesk();
    await amend(parcel, { codAmountVnd: 5, substitute: { name: 'Lê Thu Trang' } });
    await reissue(system, parcel, RIGHT);
    const copy = await inEscrow(parcel);
    expect(copy.fields).toEqual({ ...RIGHT_SHOWN, goods: expect.any(Object) });
    expect(copy.amendment).toBeUndefined();
  });

  it('is amended on: by the new label, and in escrow', async () => {
    const parcel = await atTheDesk();
    await amend(parcel, { codAmountVnd: 5 });
    const next = await reissue(system, parcel, RIGHT);
    await amend(next, { codAmountVnd: 6, handlingNote: 'hai' });
    const amended = { ...RIGHT_SHOWN, codAmountVnd: 6, handlingNote: 'hai' };
    expect(await shown(next.token, 'desk-em', 'pickup-desk')).toMatchObject({
      fields: amended,
      amendment: { version: 2 },
    });
    expect((await inEscrow(parcel)).fields).toMatchObject(amended);
  });

  it('is expected, sorted and found by telephone as the new body says', async () => {
    const parcel = await atTheDesk();
    const before = await parcelItem(parcel);
    await reissue(system, parcel, RIGHT);
    const feed = await (await system.as('desk-em').get('/v1/facilities/HN-BA-DINH/parcels')).text();
    const line = feed.split('\n').find((one) => one.includes(parcel.waybillNumber));
    expect(JSON.parse(line ?? '')).toEqual({ waybillNumber: parcel.waybillNumber, communeCode: '00008' });
    const search = async (phone: string): Promise<readonly string[]> => {
      const asked = { phone, purpose: 'support', limit: 50 };
      const answer = await system.as('support-phuc').post('/v1/parcels/search', asked);
      const { parcels } = (await answer.json()) as { readonly parcels: readonly Issued[] };
      return parcels.map(({ parcelId }) => parcelId);
    };
    expect(await search('0905111222')).toContain(parcel.parcelId);
    const after = await parcelItem(parcel);
    expect([after.senderPhoneHash, after.senderPhoneKeyId, after.sortCode]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    for (const party of ['recipient', 'sender']) {
      const key = keyOf('parcels', 'phone', {
        tenant: 'demo',
        indexKeyId: textOf(before, `${party}PhoneKeyId`),
        phoneHash: toHex(bytesOf(before, `${party}PhoneHash`)),
        parcelId: parcel.parcelId,
      });
      expect(await system.table.get(key)).toBeUndefined();
    }
  });

  it('has an event of its own, whose version its item has, and tells no word of the body', async () => {
    const parcel = await atTheDesk();
    const answer = await askReissue(system, parcel, RIGHT);
    const event = await eventBehind(system.table, answer);
    const item = await parcelItem(parcel);
    expect(event).toMatchObject({
      api: { operation: 'parcel.reissue' },
      resources: [{ type: 'parcel', uid: item.pseudonym, version: String(numberOf(item, 'version')) }],
      unmapped: { outcome: 'allowed', change: 'former-label-dead' },
    });
    expect(item.eventId).toBe(event?.metadata.uid);
    expect(JSON.stringify(event)).not.toMatch(/Bảo|Đào Tấn|905111222|90000/);
  });

  it('is drawn under it, and not under the former', async () => {
    const parcel = await outWithAn();
    const next = await reissue(system, parcel);
    const draw = async (one: Issued) => {
      const answer = await system
        .as('order-system')
        .post('/v1/labels', { format: 'svg', items: [labelOf(one)] });
      const { results } = (await answer.json()) as {
        readonly results: readonly {
          readonly status: number;
          readonly problem?: { readonly code: string };
        }[];
      };
      return results[0]?.problem?.code ?? results[0]?.status;
    };
    expect([await draw(parcel), await draw(next)]).toEqual(['PARCEL.REVOKED', 200]);
  });
});

describe('the former label of a parcel on the road', () => {
  it.each(['sealed', 'opaque'])('opens on with the new words, for a day: %s', async (kind) => {
    const parcel = await outWithAn({ kind });
    await amend(parcel, { codAmountVnd: 5, substitute: { name: 'Lê Thu Trang' } });
    const next = await reissue(system, parcel, RIGHT);
    const until = next.formerLabelUntil ?? '';
    // It is told in whole seconds, and this clock goes on whenever it is asked.
    expect(Date.parse(until) - system.clock.now()).toBeGreaterThan(DAY - 2_000);
    expect(Date.parse(until) - system.clock.now()).toBeLessThanOrEqual(DAY);
    expect(await shown(next.token)).not.toHaveProperty('labelReplaced');
    const former = await shown(parcel.token);
    expect([former.fields, former.labelReplaced, former.amendment]).toEqual([
      RIGHT_SHOWN,
      { opensUntil: until },
      undefined,
    ]);
    await amend(next, { handlingNote: 'hai' });
    for (const token of [parcel.token, next.token])
      expect((await shown(token)).fields).toEqual({ ...RIGHT_SHOWN, handlingNote: 'hai' });
  });

  it('moves the parcel too, and ends with the first scan of the new one', async () => {
    const parcel = await outWithAn();
    const next = await reissue(system, parcel, RIGHT);
    const attempted = (token: string) =>
      scan(system, 'shipper-an', [{ token, event: 'attempted', detail: { reason: 'no-answer' } }]);
    expect((await attempted(parcel.token))[0]?.status).toBe(200);
    // In use, though nothing is read of an attempted parcel.
    expect(await codeOf(await read(parcel.token))).toBe('PARCEL.STATE_NOT_ALLOWED');
    expect((await attempted(next.token))[0]?.status).toBe(200);
    expect(await codeOf(await read(parcel.token))).toBe('PARCEL.REVOKED');
    expect((await labelKey(parcel))?.expiresAtSeconds).toBeLessThanOrEqual(system.clock.now() / 1_000);
    expect(await parcelItem(parcel)).not.toHaveProperty('supersededLabelId');
    expect(await codeOf(await read(next.token))).toBe('PARCEL.STATE_NOT_ALLOWED');
  });

  it('stays the one that stays where another label is made before it was scanned', async () => {
    const parcel = await outWithAn();
    const second = await reissue(system, parcel);
    const third = await reissue(system, parcel, RIGHT);
    expect(third.formerLabelUntil).toBe(second.formerLabelUntil);
    expect(await codeOf(await read(second.token))).toBe('PARCEL.REVOKED');
    expect((await shown(parcel.token)).fields).toEqual(RIGHT_SHOWN);
    expect((await shown(third.token)).fields).toEqual(RIGHT_SHOWN);
  });

  it('dies at once where the parcel has come back to a facility, and another is made', async () => {
    const parcel = await outWithAn();
    const second = await reissue(system, parcel);
    const holder = { type: 'facility', id: 'HN-BA-DINH' };
    await scan(system, 'order-system', [{ parcelId: parcel.parcelId, event: 'arrived', holder }]);
    const third = await reissue(system, parcel);
    const codes = await Promise.all(
      [parcel, second, third].map(async ({ token }) => codeOf(await read(token, 'desk-em', 'pickup-desk'))),
    );
    expect(codes).toEqual(['PARCEL.REVOKED', 'PARCEL.REVOKED', 200]);
    expect(third.formerLabelUntil).toBeUndefined();
  });

  it('is dead with the parcel where that is revoked', async () => {
    const parcel = await outWithAn();
    const next = await reissue(system, parcel);
    await system.as('order-system').post(`/v1/parcels/${parcel.parcelId}/revoke`, { reason: 'cancelled' });
    for (const one of [parcel, next]) {
      expect(await codeOf(await read(one.token))).toBe('PARCEL.REVOKED');
      expect(await labelKey(one)).toBeUndefined();
    }
  });

  it('is loaded with the new words', async () => {
    const parcel = await outWithAn();
    await reissue(system, parcel, RIGHT);
    const { deviceId } = device;
    const loaded = await loadShift(system, 'shipper-an', shiftId, { tokens: [parcel.token], deviceId });
    const content = await openLoaded(system, 'shipper-an', loaded, device);
    expect(content.parcels[0]).toMatchObject({
      labelId: parcel.labelId,
      groups: {
        delivery: { recipientName: 'Phạm Quốc Bảo', ...ELSEWHERE },
        payment: { codAmountVnd: 90_000 },
      },
    });
  });
});

describe('a new label', () => {
  it('is the same for the same request, with its receipt, and made once', async () => {
    const parcel = await outWithAn();
    const ask = () => askReissue(system, parcel, RIGHT, `once-${parcel.parcelId}`);
    const first = await ask();
    const body: unknown = await first.json();
    const events = (await recordedEvents(system.table)).length;
    const again = await ask();
    expect([again.status, await again.json()]).toEqual([201, body]);
    expect(again.headers.get('audit-event')).toBe(first.headers.get('audit-event'));
    expect(await recordedEvents(system.table)).toHaveLength(events);
  });

  it('is none for another waybill number or service', async () => {
    const parcel = await atTheDesk();
    const before = await parcelItem(parcel);
    const other = { parcelId: parcel.parcelId, waybillNumber: 'ANOTHER-1' };
    const answer = await askReissue(system, other, { service: 'international' });
    expect(await problemIn(answer)).toMatchObject({
      status: 422,
      code: 'PARCEL.REISSUE_MISMATCH',
      errors: [{ pointer: '/waybillNumber' }, { pointer: '/service' }],
    });
    expect(await parcelItem(parcel)).toEqual(before);
  });

  it('is none for what is closed, revoked, too long or leads nowhere', async () => {
    const [delivered, revoked, open] = [await outWithAn(), await issue(system), await issue(system)];
    await scan(system, 'order-system', [{ parcelId: delivered.parcelId, event: 'delivered' }]);
    await system.as('order-system').post(`/v1/parcels/${revoked.parcelId}/revoke`, { reason: 'cancelled' });
    expect(await codeOf(await askReissue(system, delivered))).toBe('PARCEL.CLOSED');
    expect(await codeOf(await askReissue(system, revoked))).toBe('PARCEL.CLOSED');
    const nowhere = { ...RIGHT.recipient, address: { ...ELSEWHERE, communeCode: '99999' } };
    expect(await codeOf(await askReissue(system, open, { recipient: nowhere }))).toBe(
      'PARCEL.ADDRESS_INVALID',
    );
    const names = {
      ...RIGHT.recipient,
      name: '📦'.repeat(100),
      address: { ...ELSEWHERE, street: '📦'.repeat(200) },
    };
    expect(await codeOf(await askReissue(system, open, { recipient: names }))).toBe('PARCEL.TOO_LARGE');
  });
});
