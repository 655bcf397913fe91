import { changeSettings, tenantStore } from '@temkin/access';
import { rfc3339 } from '@temkin/kernel';
import { expect, it } from 'vitest';
import { ROLE_SCOPES } from '../../../packages/runtimes/local/src/demo/role-scopes.ts';
import { decide, pendingIn } from '../../support/approvals.ts';
import { cancel, declare } from '../../support/calls.ts';
import type { Deployment } from '../../support/deployment.ts';
import { issueTo, openShift } from '../../support/parcels.ts';
import { added, registered, shownBadge } from '../../support/registers.ts';

/** Of the pool, and no other chapter's. */
const NUMBER = '+842471000033';
const NAMES = {
  brandName: 'BUUCHINH',
  displayName: 'Bưu chính Demo',
  longName: 'Bưu chính Demo - Giao hàng',
};

/** People who are on record here first. */
const [SHIPPER, ADMIN] = ['shipper-nam', 'staff-admin-vy'];

/** What a company registers for its calls, and the calls of a shipper. */
export const declaring = (system: Deployment): void => {
  const admin = () => system.as(ADMIN);

  const parcelFor = async (shiftId: string, keeping: 'escrow' | 'label-only') => {
    const change = changeSettings({ tenants: tenantStore({ table: system.store.table }) });
    await change('demo', { keeping });
    const parcel = await issueTo(system, shiftId);
    await change('demo', { keeping: 'escrow' });
    return parcel;
  };

  it('are declared from a number that two people added, by a telephone that the operator vouches for', async () => {
    await system.enrol({
      subject: SHIPPER,
      tenant: 'demo',
      kind: 'staff',
      roles: ['shipper'],
      facility: 'HN-BA-DINH',
      scopes: ROLE_SCOPES.shipper,
    });
    await system.enrol({
      subject: ADMIN,
      tenant: 'demo',
      kind: 'staff',
      roles: ['staff-admin'],
      scopes: ROLE_SCOPES['staff-admin'],
    });
    const add = () => admin().post('/v1/numbers', { number: NUMBER, ...NAMES });
    await decide(system, await pendingIn(await add()), 'approve', 'security-ha');
    expect((await add()).status).toBe(201);
    const { staffNumberId, state } = await registered(system, { shipper: SHIPPER }, ADMIN);
    expect(state).toBe('verified');

    const { shiftId } = await openShift(system, SHIPPER);
    const parcel = await parcelFor(shiftId, 'escrow');
    const { intentId } = await declare(system, parcel, {}, SHIPPER);
    const read = await system.as(SHIPPER).get(`/v1/call-intents/${intentId}`);
    expect(await read.json()).toMatchObject({ intentId, state: 'announced' });
    await cancel(system, intentId, SHIPPER);

    const { token } = await parcelFor(shiftId, 'label-only');
    const second = await system.as(SHIPPER).post('/v1/call-intents', { token });
    expect(second.status).toBe(201);
    const call = (await second.json()) as { readonly intentId: string };
    for (const reached of ['ringing', 'answered', 'ended']) {
      const report = { intentId: call.intentId, state: reached, at: rfc3339(Date.now()) };
      const answer = await system.as('operator-mobile').post('/v1/call-reports', report);
      expect(await answer.json()).toMatchObject({ state: reached });
    }

    expect((await admin().post('/v1/numbers/retire', { number: NUMBER })).status).toBe(200);
    expect(await (await admin().get('/v1/numbers?limit=100')).json()).toMatchObject({
      numbers: expect.arrayContaining([
        expect.objectContaining({ number: NUMBER, state: 'retired' }),
      ]) as unknown,
    });
    expect((await admin().post(`/v1/staff-numbers/${staffNumberId}/retire`)).status).toBe(200);
    expect(await (await admin().get('/v1/staff-numbers')).json()).toMatchObject({
      staffNumbers: [{ staffNumberId, state: 'retired' }],
    });
  });

  it('end at a door where a badge is shown, and a code that pays the company', async () => {
    const { accountId } = await added(system, {}, ADMIN);
    const current = await system.as(SHIPPER).get('/v1/shifts/current');
    const { shiftId } = (await current.json()) as { readonly shiftId: string };
    const { waybillNumber } = await parcelFor(shiftId, 'escrow');
    expect((await shownBadge(system, SHIPPER)).badge).toMatch(/^TB1:[0-9A-F]{16}$/);
    const shown = await system.as(SHIPPER).post('/v1/collection-qr', { waybillNumber, amountVnd: 420_000 });
    expect(await shown.json()).toMatchObject({ vietQrPayload: expect.stringContaining('420000') as string });
    expect((await admin().post(`/v1/collection-accounts/${accountId}/retire`)).status).toBe(200);
    expect(await (await admin().get('/v1/collection-accounts')).json()).toMatchObject({
      accounts: [{ accountId, state: 'retired' }],
    });
  });
};
