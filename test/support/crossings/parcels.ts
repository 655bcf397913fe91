import { labelOf, newParcel } from '../parcels.ts';
import type { Crossing } from './crossing.ts';
import type { Ground } from './ground.ts';

/** Routes that read a parcel, change it or print its label. */
export const parcelCrossings = ({ system, first, ids, own }: Ground): readonly Crossing[] => [
  {
    ...ids.parcel,
    route: 'GET /v1/parcels/{parcelId}',
    refusal: 'PARCEL.UNKNOWN',
    ask: (id) => system.as('other-order-system').get(`/v1/parcels/${id}`),
  },
  {
    ...ids.token,
    route: 'POST /v1/parcels/resolve',
    refusal: 'PARCEL.UNKNOWN',
    ask: (token) => system.as('other-shipper').post('/v1/parcels/resolve', { token, purpose: 'delivery' }),
  },
  {
    ...ids.parcel,
    route: 'POST /v1/parcels/open',
    refusal: 'PARCEL.UNKNOWN',
    ask: (parcelId) =>
      system.as('other-order-system').post('/v1/parcels/open', { parcelId, purpose: 'route' }),
  },
  {
    ...ids.waybill,
    route: 'POST /v1/parcels/open',
    refusal: 'PARCEL.UNKNOWN',
    ask: (waybillNumber) =>
      system.as('other-order-system').post('/v1/parcels/open', { waybillNumber, purpose: 'route' }),
  },
  {
    ...ids.parcel,
    route: 'POST /v1/parcels/{parcelId}/amendments',
    refusal: 'PARCEL.UNKNOWN',
    ask: (id) => system.as('other-order-system').post(`/v1/parcels/${id}/amendments`, { codAmountVnd: 1 }),
  },
  {
    ...ids.supportCase,
    route: 'POST /v1/parcels/{parcelId}/amendments',
    refusal: 'PARCEL.CASE_UNKNOWN',
    ask: (caseId) =>
      system
        .as('other-support')
        .post(`/v1/parcels/${own.parcel.parcelId}/amendments`, { handlingNote: null, caseId }),
  },
  {
    ...ids.parcel,
    route: 'POST /v1/parcels/{parcelId}/reissue',
    refusal: 'PARCEL.UNKNOWN',
    ask: (id) =>
      system
        .as('other-order-system')
        .post(`/v1/parcels/${id}/reissue`, newParcel({ waybillNumber: first.parcel.waybillNumber })),
  },
  {
    ...ids.parcel,
    route: 'POST /v1/parcels/{parcelId}/revoke',
    refusal: 'PARCEL.UNKNOWN',
    ask: (id) => system.as('other-order-system').post(`/v1/parcels/${id}/revoke`, { reason: 'cancelled' }),
  },
  {
    ...ids.revokedParcel,
    route: 'POST /v1/parcels/{parcelId}/shred',
    refusal: 'PARCEL.UNKNOWN',
    ask: (id) => system.as('other-privacy').post(`/v1/parcels/${id}/shred`, { reason: 'unlawful' }),
  },
  {
    ...ids.token,
    route: 'POST /v1/labels',
    refusal: 'PARCEL.UNKNOWN',
    ask: (token) =>
      system
        .as('other-order-system')
        .post('/v1/labels', { format: 'zpl', items: [labelOf({ ...first.parcel, token })] }),
  },
  {
    ...ids.waybill,
    route: 'POST /v1/labels',
    refusal: 'PARCEL.LABEL_MISMATCH',
    ask: (waybillNumber) =>
      system
        .as('other-order-system')
        .post('/v1/labels', { format: 'svg', items: [labelOf({ ...own.parcel, waybillNumber })] }),
  },
];
