import { expect, it } from 'vitest';
import { codeOf } from '../../support/answer-codes.ts';
import type { Deployment } from '../../support/deployment.ts';
import { handTo, issue, newParcel, scan } from '../../support/parcels.ts';
import { reissue } from '../../support/reissues.ts';

/** A label in the place of another, on the shift that `shipper-binh` has open. */
export const newLabel = (system: Deployment): void => {
  it('replaces the label of a parcel on the road, whose paper opens with the new words until the new one is scanned', async () => {
    const parcel = await issue(system, newParcel());
    const binh = system.as('shipper-binh');
    const { shiftId: own } = (await (await binh.get('/v1/shifts/current')).json()) as { shiftId: string };
    await handTo(system, parcel, own);
    const next = await reissue(system, parcel, { codAmountVnd: 7_000 });
    const resolve = (token: string) => binh.post('/v1/parcels/resolve', { token, purpose: 'delivery' });
    for (const { token } of [parcel, next])
      expect(await (await resolve(token)).json()).toMatchObject({ fields: { codAmountVnd: 7_000 } });
    const delivered = { token: next.token, event: 'delivered', detail: { to: 'self' } };
    const [scanned] = await scan(system, 'shipper-binh', [delivered]);
    expect(scanned?.status).toBe(200);
    expect(await codeOf(await resolve(parcel.token))).toBe('PARCEL.REVOKED');
  });
};
