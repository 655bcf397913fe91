import { postPublicly } from '../parcel-history.ts';
import { freshNumber } from '../registers.ts';
import type { Crossing } from './crossing.ts';
import type { Ground } from './ground.ts';

/** Routes of staff numbers, accounts and badges. */
export const registerCrossings = ({ system, first, ids }: Ground): readonly Crossing[] => {
  const admin = () => system.as('other-staff-admin');
  return [
    {
      ...ids.staff,
      route: 'POST /v1/staff-numbers',
      refusal: 'CALL.SHIPPER_UNKNOWN',
      ask: (shipper) => admin().post('/v1/staff-numbers', { shipper, number: freshNumber() }),
    },
    {
      ...ids.staffNumber,
      route: 'POST /v1/staff-numbers/{staffNumberId}/retire',
      refusal: 'CALL.STAFF_NUMBER_UNKNOWN',
      ask: (id) => admin().post(`/v1/staff-numbers/${id}/retire`),
    },
    {
      ...ids.account,
      route: 'POST /v1/collection-accounts/{accountId}/retire',
      refusal: 'CALL.ACCOUNT_UNKNOWN',
      ask: (id) => admin().post(`/v1/collection-accounts/${id}/retire`),
    },
    {
      ...ids.waybill,
      route: 'POST /v1/collection-qr',
      refusal: 'CALL.NOT_IN_SHIFT',
      ask: (waybillNumber) =>
        system.as('other-shipper-load').post('/v1/collection-qr', { waybillNumber, amountVnd: 1_000 }),
    },
    {
      ...ids.waybill,
      route: 'POST /v1/public/{company}/badge-checks',
      refusal: 'NO_MATCH',
      ask: (waybillNumber) =>
        postPublicly(system, '/v1/public/other/badge-checks', { badge: first.badge, waybillNumber }),
    },
  ];
};
