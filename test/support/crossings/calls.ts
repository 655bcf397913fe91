import type { Crossing } from './crossing.ts';
import type { Ground } from './ground.ts';

/** Routes of declared calls and of the numbers that they are made by. */
export const callCrossings = ({ system, ids }: Ground): readonly Crossing[] => {
  const shipper = () => system.as('other-shipper-load');
  const admin = () => system.as('other-staff-admin');
  return [
    {
      ...ids.waybill,
      route: 'POST /v1/call-intents',
      refusal: 'PARCEL.UNKNOWN',
      ask: (waybillNumber) => shipper().post('/v1/call-intents', { waybillNumber }),
    },
    {
      ...ids.token,
      route: 'POST /v1/call-intents',
      refusal: 'PARCEL.UNKNOWN',
      ask: (token) => shipper().post('/v1/call-intents', { token }),
    },
    {
      ...ids.call,
      route: 'GET /v1/call-intents/{intentId}',
      refusal: 'CALL.UNKNOWN',
      ask: (id) => shipper().get(`/v1/call-intents/${id}`),
    },
    {
      ...ids.call,
      route: 'POST /v1/call-intents/{intentId}/cancel',
      refusal: 'CALL.UNKNOWN',
      ask: (id) => shipper().post(`/v1/call-intents/${id}/cancel`),
    },
    {
      ...ids.call,
      route: 'POST /v1/call-reports',
      refusal: 'CALL.UNKNOWN',
      ask: (intentId) =>
        system
          .as('other-operator')
          .post('/v1/call-reports', { intentId, state: 'ringing', at: '2026-11-23T01:00:00Z' }),
    },
    {
      ...ids.number,
      route: 'POST /v1/numbers/retire',
      refusal: 'CALL.NUMBER_UNKNOWN',
      ask: (number) => admin().post('/v1/numbers/retire', { number }),
    },
  ];
};
