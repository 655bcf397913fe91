import type { Crossing } from './crossing.ts';
import type { Ground } from './ground.ts';

/** Routes that say who has a parcel, and what a place does without that. */
export const custodyCrossings = ({ system, ids, own }: Ground): readonly Crossing[] => {
  const report = (subject: string, event: object) =>
    system.as(subject).post('/v1/custody-events', { events: [event] });
  const arrival = { event: 'arrived', holder: { type: 'facility', id: 'DN-HAI-CHAU' } };
  const { parcelId } = own.parcel;

  return [
    {
      ...ids.parcel,
      route: 'POST /v1/custody-events',
      refusal: 'PARCEL.UNKNOWN',
      ask: (id) => report('other-order-system', { parcelId: id, ...arrival }),
    },
    {
      ...ids.waybill,
      route: 'POST /v1/custody-events',
      refusal: 'PARCEL.UNKNOWN',
      ask: (waybillNumber) => report('other-order-system', { waybillNumber, ...arrival }),
    },
    {
      ...ids.token,
      route: 'POST /v1/custody-events',
      refusal: 'PARCEL.UNKNOWN',
      ask: (token) => report('other-desk', { token, ...arrival }),
    },
    {
      ...ids.facility,
      route: 'POST /v1/custody-events',
      refusal: 'PARCEL.HOLDER_INVALID',
      ask: (id) =>
        report('other-order-system', { parcelId, event: 'arrived', holder: { type: 'facility', id } }),
    },
    {
      ...ids.shift,
      route: 'POST /v1/custody-events',
      refusal: 'PARCEL.HOLDER_INVALID',
      ask: (id) =>
        report('other-order-system', { parcelId, event: 'out-for-delivery', holder: { type: 'shift', id } }),
    },
    {
      ...ids.token,
      route: 'POST /v1/parcels/claims',
      refusal: 'PARCEL.UNKNOWN',
      ask: (token) => system.as('other-shipper').post('/v1/parcels/claims', { token }),
    },
    {
      ...ids.shift,
      route: 'POST /v1/parcels/claims',
      refusal: 'PARCEL.SHIFT_CLOSED',
      ask: (shiftId) =>
        system.as('other-dispatcher').post('/v1/parcels/claims', { token: own.parcel.token, shiftId }),
    },
    {
      ...ids.parcel,
      route: 'POST /v1/parcels/{parcelId}/collection',
      refusal: 'PARCEL.UNKNOWN',
      ask: (id) => system.as('other-desk').post(`/v1/parcels/${id}/collection`, { shipper: 'other-shipper' }),
    },
    {
      ...ids.shipper,
      route: 'POST /v1/parcels/{parcelId}/collection',
      refusal: 'PARCEL.SHIPPER_NOT_ROSTERED',
      ask: (shipper) => system.as('other-desk').post(`/v1/parcels/${parcelId}/collection`, { shipper }),
    },
    {
      ...ids.parcel,
      route: 'POST /v1/parcels/{parcelId}/collection/cancel',
      refusal: 'PARCEL.UNKNOWN',
      ask: (id) => system.as('other-desk').post(`/v1/parcels/${id}/collection/cancel`),
    },
    {
      ...ids.facility,
      route: 'GET /v1/facilities/{facilityId}/parcels',
      refusal: 'PARCEL.FACILITY_UNKNOWN',
      ask: (id) => system.as('other-order-system').get(`/v1/facilities/${id}/parcels`),
    },
    {
      ...ids.facility,
      route: 'POST /v1/custody-gate',
      refusal: 'PARCEL.FACILITY_UNKNOWN',
      ask: (facility) =>
        system
          .as('other-security')
          .post('/v1/custody-gate', { mode: 'enforce', facility, validFrom: '2026-12-01' }),
    },
    {
      ...ids.facility,
      route: 'GET /v1/custody-gate/report',
      refusal: 'no counts',
      ask: (facility) =>
        system
          .as('other-security')
          .get(`/v1/custody-gate/report?from=2026-11-23&to=2026-11-23&facility=${facility}`),
    },
  ];
};
