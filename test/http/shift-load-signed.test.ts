import { describe, expect, it } from 'vitest';
import type { Persona } from '../../packages/runtimes/local/src/demo/personas.ts';
import { openShift } from '../support/parcels.ts';
import { handsetOf } from '../support/provisioned-device.ts';
import { enrolDevice, loadShift } from '../support/shift-loads.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();
const other = { tenant: 'other', kind: 'staff', facility: 'DN-HAI-CHAU' } as const;
const shipper = {
  ...other,
  subject: 'other-loader',
  roles: ['shipper'],
  scopes: ['shifts:load'],
} satisfies Persona;
await system.enrol(shipper);
await system.enrol({ ...other, subject: 'other-desk', roles: ['desk-clerk'], scopes: ['shifts:open'] });
await system.enrol({ ...other, subject: 'other-admin', roles: ['staff-admin'], scopes: ['access:admin'] });
const { shiftId } = await openShift(system, 'other-loader', { by: 'other-desk', facility: 'DN-HAI-CHAU' });
const own = handsetOf(shipper)?.deviceId;

const load = async (named: { readonly deviceId?: string | undefined }): Promise<string | undefined> => {
  const loaded = await loadShift(system, 'other-loader', shiftId, { ...named, waybillNumbers: ['NONE'] });
  return loaded.code ?? loaded.results[0]?.problem?.code;
};

describe('where devices sign, a load', () => {
  it('is for the device that signed, named or not', async () => {
    expect(own).toBeDefined();
    for (const named of [{}, { deviceId: own }]) expect(await load(named)).toBe('PARCEL.UNKNOWN');
  });

  it('is for no other device, however active that one is', async () => {
    const { deviceId } = await enrolDevice(system, { by: 'other-admin' });
    expect(await load({ deviceId })).toBe('PARCEL.DEVICE_INVALID');
  });
});
