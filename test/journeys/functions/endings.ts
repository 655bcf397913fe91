import { expect, it } from 'vitest';
import { codeOf } from '../../support/answer-codes.ts';
import { decide, pendingIn, waitingFor } from '../../support/approvals.ts';
import type { Deployment } from '../../support/deployment.ts';
import { issue, newParcel } from '../../support/parcels.ts';

/** Parcels that somebody ends before their time. */
export const endings = (system: Deployment): void => {
  it('revokes a parcel, so that its label opens no more', async () => {
    const wrong = await issue(system, newParcel());
    const revoked = await system
      .as('order-system')
      .post(`/v1/parcels/${wrong.parcelId}/revoke`, { reason: 'label-wrong' });
    expect(revoked.status).toBe(200);
    const opened = await system
      .as('shipper-binh')
      .post('/v1/parcels/resolve', { token: wrong.token, purpose: 'delivery' });
    expect([opened.status, await codeOf(opened)]).toEqual([410, 'PARCEL.REVOKED']);
  });

  it('shreds a parcel before its time, by a function that can agree to nothing, once a second person has', async () => {
    const { parcelId, token } = await issue(system, newParcel());
    const shred = () =>
      system.as('support-lead-quynh').post(`/v1/parcels/${parcelId}/shred`, { reason: 'unlawful' });
    expect([await codeOf(await shred())]).toEqual(['PARCEL.STATE_NOT_ALLOWED']);
    await system.as('order-system').post(`/v1/parcels/${parcelId}/revoke`, { reason: 'cancelled' });
    const pending = await pendingIn(await shred());
    expect(await waitingFor(system, 'privacy-nga')).toMatchObject([pending]);
    expect((await decide(system, pending)).status).toBe(200);
    expect(await (await shred()).json()).toMatchObject({ parcelId, state: 'shredded' });
    const read = system.as('desk-em').post('/v1/parcels/resolve', { token, purpose: 'pickup-desk' });
    expect(await codeOf(await read)).toBe('PARCEL.SHREDDED');
  });
};
