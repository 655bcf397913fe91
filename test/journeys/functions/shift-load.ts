import { changeSettings, tenantStore } from '@temkin/access';
import { expect, it } from 'vitest';
import type { Deployment } from '../../support/deployment.ts';
import { bringTo, issue } from '../../support/parcels.ts';
import { enrolDevice, loadShift, openLoaded } from '../../support/shift-loads.ts';

/** The load of the shift that `shipper-binh` has open. */
export const shiftLoad = (system: Deployment): void => {
  it('loads a shift into a bundle that the shipper’s device opens, from escrow and from labels alone', async () => {
    const device = await enrolDevice(system);
    const { shiftId: own } = (await (await system.as('shipper-binh').get('/v1/shifts/current')).json()) as {
      shiftId: string;
    };
    const change = changeSettings({ tenants: tenantStore({ table: system.store.table }) });
    const parcels = [];
    for (const keeping of ['escrow', 'label-only'] as const) {
      await change('demo', { keeping });
      parcels.push(await issue(system));
    }
    await change('demo', { keeping: 'escrow' });
    for (const parcel of parcels) await bringTo(system, parcel);
    const body = { tokens: parcels.map(({ token }) => token), deviceId: device.deviceId };
    const key = { 'idempotency-key': 'one-bundle' };
    const loaded = await loadShift(system, 'shipper-binh', own, body, key);
    expect(loaded.results.map(({ status, taken }) => [status, taken])).toEqual([
      [200, true],
      [200, true],
    ]);
    const { parcels: within } = await openLoaded(system, 'shipper-binh', loaded, device);
    expect(within.map(({ groups }) => groups.delivery?.recipientName)).toEqual([
      'Nguyễn Thị Hạnh',
      'Nguyễn Thị Hạnh',
    ]);
    const again = await loadShift(system, 'shipper-binh', own, body, key);
    expect([again.answer.status, again.code]).toEqual([409, 'PARCEL.LOAD_ALREADY_DONE']);
  });
};
