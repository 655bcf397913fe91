import { describe, expect, it } from 'vitest';
import { bringTo, handTo, issue, newParcel, openShift, type Issued } from '../support/parcels.ts';
import { recordedEvents } from '../support/recorded-events.ts';
import { enrolDevice, loadShift } from '../support/shift-loads.ts';
import { testSystem } from '../support/system.ts';
import { isSigned } from '../support/webhook-receiver.ts';
import { EVENTS, webhooks } from '../support/webhooks.ts';

const system = await testSystem();
const { receiver, list, act, create } = await webhooks(system);

const HOUR = 3_600_000;

const codeOf = async (answer: Response): Promise<unknown> => [
  answer.status,
  ((await answer.json()) as { readonly code?: string }).code,
];

describe('a webhook', () => {
  it('is told of each change of state, in order, with nothing personal, signed by the standard', async () => {
    const { secret } = await create();
    const parcel = await issue(system);
    const { shiftId } = await openShift(system, 'shipper-an');
    await handTo(system, parcel, shiftId);
    expect(await system.sendWebhooks()).toEqual({
      delivered: 4,
      failed: 0,
      buried: 0,
      disabled: 0,
      faults: [],
    });

    const events = receiver.events();
    expect(events.map(({ data }) => [data['state'], data['event'], data['version']])).toEqual([
      ['issued', undefined, 1],
      ['accepted', 'accepted', 2],
      ['at-facility', 'arrived', 3],
      ['out-for-delivery', 'out-for-delivery', 4],
    ]);
    const { parcelId, waybillNumber } = parcel;
    for (const { type, subject, data } of events) {
      expect([type, subject]).toEqual(['temkin.parcel.state-changed.v1', parcelId]);
      expect(data).toMatchObject({ parcelId, waybillNumber });
    }
    expect(events.at(-1)?.data['facility']).toBe('HN-BA-DINH');
    expect(JSON.stringify(receiver.received)).not.toMatch(/Nguyễn|Hạnh|91234|Đội Cấn|420000|shipper-an/);

    const recorded = await recordedEvents(system.table);
    expect(events.map(({ data }) => data['auditEvent'])).toEqual(
      events.map(
        ({ data }) => recorded.find(({ metadata }) => metadata.uid === data['auditEvent'])?.metadata.uid,
      ),
    );
    for (const message of receiver.received) {
      expect(isSigned(message, secret, system.clock.now())).toBe(true);
      expect(isSigned({ ...message, body: `${message.body} ` }, secret, system.clock.now())).toBe(false);
      expect(isSigned(message, secret, system.clock.now() + HOUR)).toBe(false);
    }
  });

  it('is told nothing of a scan that changes no state, nor of what was refused', async () => {
    await create();
    const parcel = await issue(system);
    const holder = { type: 'facility', id: 'HN-BA-DINH' };
    const events = [
      { parcelId: parcel.parcelId, event: 'arrived', holder },
      { parcelId: parcel.parcelId, event: 'arrived', holder: { type: 'facility', id: 'HN-HOAN-KIEM' } },
    ];
    await system.as('order-system').post('/v1/custody-events', { events });
    await system.as('order-system').post('/v1/parcels', newParcel({ waybillNumber: parcel.waybillNumber }));
    await system.sendWebhooks();
    expect(receiver.events().map(({ data }) => data['state'])).toEqual(['issued', 'at-facility']);
  });

  it('is told of a revocation', async () => {
    await create();
    const { parcelId } = await issue(system);
    await system.as('order-system').post(`/v1/parcels/${parcelId}/revoke`, { reason: 'cancelled' });
    await system.sendWebhooks();
    expect(receiver.events().map(({ data }) => data['state'])).toEqual(['issued', 'revoked']);
  });

  it('is told that a parcel awaits its collection, and by nobody whose; not that another is to collect it', async () => {
    await create();
    const { parcelId } = await issue(system);
    const collection = `/v1/parcels/${parcelId}/collection`;
    for (const shipper of ['shipper-an', 'shipper-binh'])
      expect((await system.as('desk-em').post(collection, { shipper })).status).toBe(200);
    expect((await system.as('desk-em').post(`${collection}/cancel`)).status).toBe(200);
    await system.sendWebhooks();
    expect(receiver.events().map(({ data }) => [data['state'], data['version']])).toEqual([
      ['issued', 1],
      ['awaiting-collection', 2],
      ['issued', 4],
    ]);
    expect(JSON.stringify(receiver.received)).not.toMatch(/shipper-/);
  });

  it('is told of each parcel that a shift takes with its load, and not of those it has', async () => {
    await create();
    const device = await enrolDevice(system);
    const { shiftId } = await openShift(system, 'shipper-binh');
    const parcels = Array.from({ length: 31 }, () => newParcel());
    const answer = await system.as('order-system').post('/v1/parcels/batch', { parcels });
    const { results } = (await answer.json()) as { readonly results: readonly { readonly parcel: Issued }[] };
    for (const { parcel } of results) await bringTo(system, parcel);
    await system.sendWebhooks();
    receiver.received.length = 0;

    const items = { deviceId: device.deviceId, tokens: results.map(({ parcel }) => parcel.token) };
    for (const key of ['load-1', 'load-2']) {
      const loaded = await loadShift(system, 'shipper-binh', shiftId, items, { 'idempotency-key': key });
      expect(loaded.bundle?.parcels).toBe(31);
    }
    await system.sendWebhooks();
    const events = receiver.events();
    expect(events.map(({ subject }) => subject).toSorted()).toEqual(
      results.map(({ parcel }) => parcel.parcelId).toSorted(),
    );
    for (const { data } of events)
      expect([data['state'], data['event'], data['facility']]).toEqual([
        'out-for-delivery',
        'out-for-delivery',
        'HN-BA-DINH',
      ]);
  });

  it('gets the message of a test', async () => {
    const webhook = await create();
    const answer = await act(webhook, 'test', 'staff-admin-lan', 'test-1');
    const again = await act(webhook, 'test', 'staff-admin-lan', 'test-1');
    const { messageId } = (await answer.json()) as { readonly messageId: string };
    expect([answer.status, ((await again.json()) as { messageId: string }).messageId]).toEqual([
      202,
      messageId,
    ]);
    await system.sendWebhooks();
    expect(receiver.events()[0]).toMatchObject({ id: messageId, type: 'temkin.webhook.test.v1' });
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id']))).toEqual(
      new Set([messageId]),
    );
  });

  it('is made once under one key, and its secret told again to nobody else', async () => {
    const key = { 'idempotency-key': 'the-one' };
    const body = { url: receiver.url, events: EVENTS };
    const [first, again] = [
      await system.as('order-system').post('/v1/webhooks', body, key),
      await system.as('order-system').post('/v1/webhooks', body, key),
    ];
    expect(await again.text()).toBe(await first.text());
    expect((await list()).length).toBe(1);
    expect(JSON.stringify(await list())).not.toContain('whsec_');
  });

  it('signs with both secrets for a day after a rotation, which a lost answer does not repeat', async () => {
    const webhook = await create();
    const rotated = await act(webhook, 'rotate-secret', 'order-system', 'rotation-1');
    const again = await act(webhook, 'rotate-secret', 'order-system', 'rotation-1');
    const { secret } = (await rotated.json()) as { readonly secret: string };
    expect(((await again.json()) as { readonly secret: string }).secret).toBe(secret);
    await issue(system);
    await system.sendWebhooks();
    const [early] = receiver.received;
    if (early === undefined) throw new Error('nothing was received');
    const at = (): number => system.clock.now();
    expect([secret, webhook.secret].map((one) => isSigned(early, one, at()))).toEqual([true, true]);

    system.clock.advance(25 * HOUR);
    await issue(system);
    await system.sendWebhooks();
    const late = receiver.received.at(-1) ?? early;
    expect([secret, webhook.secret].map((one) => isSigned(late, one, at()))).toEqual([true, false]);
  });

  it('is refused where it leads to no public host, has credentials or is one too many', async () => {
    const refusedUrls = [
      'http://receiver.example/',
      'https://user:secret@receiver.example/',
      'https://10.0.0.1/',
      'https://[fd00::1]/',
      'https://169.254.169.254/latest/meta-data/',
      'https://2130706434.0.0.1/',
      'ftp://receiver.example/',
      'not a url',
    ];
    for (const url of refusedUrls) {
      const answer = await system.as('order-system').post('/v1/webhooks', { url, events: EVENTS });
      expect(await codeOf(answer), url).toEqual([422, 'WEBHOOK.URL_NOT_ALLOWED']);
    }
    for (let i = 0; i < 10; i++) await create();
    const answer = await system
      .as('order-system')
      .post('/v1/webhooks', { url: receiver.url, events: EVENTS });
    expect(await codeOf(answer)).toEqual([409, 'WEBHOOK.TOO_MANY']);
    const [first] = await list();
    if (first !== undefined) await act(first, 'remove');
    await create();
  });

  it('is disabled and enabled, on record; what happens in between is never told', async () => {
    const webhook = await create();
    const disabled = await act(webhook, 'disable');
    expect(await disabled.json()).toMatchObject({ state: 'disabled', disabledBecause: 'asked' });
    expect(disabled.headers.get('audit-event')).toMatch(/^[0-9a-f-]{36}; leaf=/);
    expect((await act(webhook, 'disable')).headers.get('audit-event')).toBeNull();
    expect(await codeOf(await act(webhook, 'test'))).toEqual([409, 'WEBHOOK.DISABLED']);
    await issue(system);
    await system.sendWebhooks();
    expect(await (await act(webhook, 'enable')).json()).toMatchObject({ state: 'active' });
    await issue(system);
    await system.sendWebhooks();
    expect(receiver.received.length).toBe(1);
  });

  it('of another tenant is none, and is told of nobody else’s parcels', async () => {
    await create('order-system');
    const others = await create('other-order-system');
    expect(await codeOf(await act(others, 'disable', 'order-system'))).toEqual([404, 'WEBHOOK.UNKNOWN']);
    const { parcelId } = await issue(system, {}, 'other-order-system');
    await system.sendWebhooks();
    expect(receiver.events().map(({ subject }) => subject)).toEqual([parcelId]);
    await act(others, 'remove', 'other-order-system');
    await system.sendWebhooks();
    await system.sendWebhooks();
  });
});
