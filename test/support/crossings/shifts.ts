import type { Crossing } from './crossing.ts';
import type { Ground } from './ground.ts';

/** Routes of shifts and of the bundles that they take with them. */
export const shiftCrossings = ({ system, ids, own }: Ground): readonly Crossing[] => {
  /** Loads as a shipper does: to the handset that signs, where no other is named. */
  const load = (shiftId: string, body: object = { waybillNumbers: [own.parcel.waybillNumber] }) =>
    system.as('other-shipper-load').post(`/v1/shifts/${shiftId}/load`, body);

  return [
    {
      ...ids.shipper,
      route: 'POST /v1/shifts',
      refusal: 'PARCEL.SHIPPER_NOT_ROSTERED',
      ask: (shipper) => system.as('other-desk').post('/v1/shifts', { shipper, facility: 'DN-HAI-CHAU' }),
    },
    {
      ...ids.facility,
      route: 'POST /v1/shifts',
      refusal: 'PARCEL.SHIPPER_NOT_ROSTERED',
      ask: (facility) => system.as('other-desk').post('/v1/shifts', { shipper: 'other-shipper', facility }),
    },
    {
      ...ids.shift,
      route: 'POST /v1/shifts/{shiftId}/close',
      refusal: 'PARCEL.SHIFT_UNKNOWN',
      ask: (id) => system.as('other-desk').post(`/v1/shifts/${id}/close`),
    },
    {
      ...ids.shift,
      route: 'POST /v1/shifts/{shiftId}/load',
      refusal: 'PARCEL.SHIFT_UNKNOWN',
      ask: (id) => load(id),
    },
    {
      ...ids.device,
      route: 'POST /v1/shifts/{shiftId}/load',
      refusal: 'PARCEL.DEVICE_INVALID',
      ask: (deviceId) => load(own.shiftId, { deviceId, waybillNumbers: [own.parcel.waybillNumber] }),
    },
    {
      ...ids.waybill,
      route: 'POST /v1/shifts/{shiftId}/load',
      refusal: 'PARCEL.UNKNOWN',
      ask: (number) => load(own.shiftId, { waybillNumbers: [number] }),
    },
  ];
};
