import { expect, it } from 'vitest';
import { codeOf } from '../../support/answer-codes.ts';
import type { Deployment } from '../../support/deployment.ts';
import type { Issued } from '../../support/parcels.ts';

/** The company whose settings ask for signatures, at the parcel that the first one delivered. */
export const secondCompany = (system: Deployment, delivered: () => Issued): void => {
  it('asks the handsets of the second company for signatures, in every function', async () => {
    const shipper = system.as('other-shipper');
    const { parcelId, token } = delivered();
    const asked = { token, purpose: 'delivery' };
    for (const [answer, code] of [
      [await shipper.post('/v1/parcels/resolve', asked), 'PARCEL.UNKNOWN'],
      [
        await shipper.post('/v1/parcels/open', { waybillNumber: 'NONE', purpose: 'return' }),
        'PARCEL.UNKNOWN',
      ],
      [await shipper.get('/v1/shifts/current'), 'PARCEL.SHIFT_CLOSED'],
      [await shipper.post('/v1/labels', {}), 'ACCESS.ROLE_NOT_ALLOWED'],
      [await shipper.get('/v1/subject-requests'), 'ACCESS.ROLE_NOT_ALLOWED'],
      [await shipper.post(`/v1/parcels/${parcelId}/shred`, {}), 'ACCESS.ROLE_NOT_ALLOWED'],
      [await shipper.get('/v1/staff'), 'ACCESS.ROLE_NOT_ALLOWED'],
      [await shipper.post('/v1/audit/queries', {}), 'ACCESS.ROLE_NOT_ALLOWED'],
    ] as const)
      expect(await codeOf(answer)).toBe(code);
    const thief = system.as('other-shipper', { signer: null });
    expect(await codeOf(await thief.get('/v1/shifts/current'))).toBe('ACCESS.SIGNATURE_REQUIRED');
  });
};
