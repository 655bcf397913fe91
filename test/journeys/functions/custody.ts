import { vietnamDay } from '@temkin/kernel';
import { expect, it } from 'vitest';
import { codeOf } from '../../support/answer-codes.ts';
import type { Deployment } from '../../support/deployment.ts';
import { bringTo, handTo, issue, newParcel, openShift, type Issued } from '../../support/parcels.ts';

const results = async (answer: Response) =>
  ((await answer.json()) as { results: { status: number; parcel?: Issued }[] }).results;

/** From issue to delivery. Answers the way to the parcel that its tests deliver, and leaves the shift of `shipper-binh` open. */
export const custody = (system: Deployment): (() => Issued) => {
  let issued: Issued;
  let shiftId = '';

  it('issues a parcel, brings it to the shipper, opens it at the door and refuses others', async () => {
    issued = await issue(system, newParcel());
    ({ shiftId } = await openShift(system, 'shipper-an'));
    await openShift(system, 'shipper-binh');
    await handTo(system, issued, shiftId);

    const opened = await system
      .as('shipper-an')
      .post('/v1/parcels/resolve', { token: issued.token, purpose: 'delivery' });
    expect(opened.status).toBe(200);
    expect(opened.headers.get('audit-event')).toMatch(/^[0-9a-f-]{36}; leaf=/);
    expect(await opened.json()).toMatchObject({ fields: { recipient: { name: 'Nguyễn Thị Hạnh' } } });

    const refused = await system
      .as('shipper-binh')
      .post('/v1/parcels/resolve', { token: issued.token, purpose: 'delivery' });
    expect([refused.status, await codeOf(refused)]).toEqual([403, 'PARCEL.NOT_IN_CUSTODY']);
  });

  it('issues a batch, replays it, and follows a parcel to its delivery', async () => {
    const parcels = [newParcel(), newParcel(), newParcel({ recipient: {} })];
    const key = { 'idempotency-key': 'functions-batch-1' };
    const first = await system.as('order-system').post('/v1/parcels/batch', { parcels }, key);
    const again = await system.as('order-system').post('/v1/parcels/batch', { parcels }, key);
    const made = await results(first);
    expect(made.map(({ status }) => status)).toEqual([201, 201, 422]);
    expect((await results(again)).map(({ parcel }) => parcel?.token)).toEqual(
      made.map(({ parcel }) => parcel?.token),
    );

    const report = {
      token: issued.token,
      event: 'delivered',
      sourceEventId: 'scanner-7/1',
      detail: { to: 'self', proof: { kind: 'signature', reference: 'proofs/1' } },
    };
    for (const times of ['once', 'again']) {
      const delivered = await system
        .as('shipper-an')
        .post('/v1/custody-events', { events: [report] }, { 'idempotency-key': 'functions-scan-1' });
      expect(await delivered.json(), times).toMatchObject({ results: [{ status: 200, state: 'delivered' }] });
    }
    const followed = await system.as('order-system').get(`/v1/parcels/${issued.parcelId}`);
    expect(await followed.json()).toMatchObject({ state: 'delivered' });
    const closed = await system.as('desk-em').post(`/v1/shifts/${shiftId}/close`);
    expect(await closed.json()).toMatchObject({ state: 'closed' });
    expect((await system.as('shipper-an').get('/v1/shifts/current')).status).toBe(403);
  });

  it('keeps what a facility has to sort, lets a shipper claim it, and says how strict custody is', async () => {
    const [lies, isClaimed] = [await issue(system), await issue(system)];
    await bringTo(system, lies);
    await bringTo(system, isClaimed);
    const { token } = isClaimed;
    const claimed = await system.as('shipper-binh').post('/v1/parcels/claims', { token });
    expect(await claimed.json()).toMatchObject({ state: 'out-for-delivery' });
    const feed = await system.as('order-system').get('/v1/facilities/HN-BA-DINH/parcels');
    expect(
      (await feed.text())
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as object),
    ).toEqual([expect.objectContaining({ waybillNumber: lies.waybillNumber })]);

    const day = vietnamDay(Date.now());
    const setting = { mode: 'enforce', validFrom: day };
    expect((await system.as('security-ha').post('/v1/custody-gate', setting)).status).toBe(200);
    const counted = await system.as('security-ha').get(`/v1/custody-gate/report?from=${day}&to=${day}`);
    expect(await counted.json()).toEqual({ settings: [setting], counts: [] });
  });

  return () => issued;
};
