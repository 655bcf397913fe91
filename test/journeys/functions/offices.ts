import { expect, it } from 'vitest';
import { decide, pendingIn } from '../../support/approvals.ts';
import type { Deployment } from '../../support/deployment.ts';
import { deviceKeys } from '../../support/device-keys.ts';
import { openCase, type Issued } from '../../support/parcels.ts';

/** What the auditor reads about the parcel that was delivered, and what the administrator changes. No device is enrolled before. */
export const offices = (system: Deployment, delivered: () => Issued): void => {
  it('shows the auditor, by another function, what was done', async () => {
    const { waybillNumber } = delivered();
    const asked = await system.as('auditor-khanh').post('/v1/audit/queries', { waybillNumber });
    const { events } = (await asked.json()) as {
      events: { action: string; outcome: string; eventId: string }[];
    };
    expect(events.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual(
      expect.arrayContaining(['parcel.issue allowed', 'parcel.resolve allowed', 'parcel.resolve refused']),
    );
    const one = await system.as('auditor-khanh').get(`/v1/audit/events/${events[0]?.eventId}`);
    expect(one.status).toBe(200);
  });

  it('tells the auditor whom a pseudonym means once another agrees, by a function that cannot read the log', async () => {
    const { parcelId, waybillNumber } = delivered();
    const asked = { waybillNumber, action: 'parcel.issue' };
    const answer = await system.as('auditor-khanh').post('/v1/audit/queries', asked);
    const { events } = (await answer.json()) as { events: { actor: { pseudonym: string } }[] };
    const pseudonym = events[0]?.actor.pseudonym;
    const about = { parcelId, kind: 'dispute', reason: 'not-delivered' };
    const { caseId } = await openCase(system, about, 'security-ha');
    const unmask = () => system.as('auditor-khanh').post('/v1/audit/unmask', { pseudonym, caseId });
    expect((await decide(system, await pendingIn(await unmask()), 'approve', 'security-son')).status).toBe(
      200,
    );
    expect(await (await unmask()).json()).toMatchObject({ actor: { id: 'order-system', kind: 'system' } });
  });

  it('lets the administrator list people and places, and suspend somebody for all functions at once', async () => {
    const admin = system.as('staff-admin-lan');
    expect((await admin.get('/v1/staff')).status).toBe(200);
    expect((await admin.get('/v1/facilities')).status).toBe(200);
    expect((await admin.post('/v1/staff/shipper-binh/suspend')).status).toBe(200);
    expect((await system.as('shipper-binh').get('/v1/shifts/current')).status).toBe(401);
    expect((await admin.post('/v1/staff/shipper-binh/reinstate')).status).toBe(200);
  });

  it('lets the administrator enrol a device, list it and revoke it', async () => {
    const admin = system.as('staff-admin-lan');
    const enrolled = await admin.post('/v1/devices', { ...deviceKeys().newDevice, facility: 'HN-BA-DINH' });
    expect(enrolled.status).toBe(201);
    const { deviceId } = (await enrolled.json()) as { deviceId: string };
    expect(await (await admin.get('/v1/devices')).json()).toMatchObject({ devices: [{ deviceId }] });
    const revoked = await admin.post(`/v1/devices/${deviceId}/revoke`);
    expect(await revoked.json()).toEqual({ deviceId, status: 'revoked' });
  });
};
