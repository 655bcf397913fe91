import { askRelease } from '../releases.ts';
import type { Crossing } from './crossing.ts';
import type { Ground } from './ground.ts';

/** Routes of cases and of releases to authorities, and those that open a parcel by one. */
export const caseCrossings = ({ system, ids, own }: Ground): readonly Crossing[] => {
  const { token, parcelId } = own.parcel;
  return [
    {
      ...ids.parcel,
      route: 'POST /v1/cases',
      refusal: 'PARCEL.UNKNOWN',
      ask: (id) =>
        system.as('other-lead').post('/v1/cases', { parcelId: id, kind: 'dispute', reason: 'lost' }),
    },
    {
      ...ids.disputeCase,
      route: 'POST /v1/cases/{caseId}/close',
      refusal: 'PARCEL.CASE_NOT_FOUND',
      ask: (id) => system.as('other-lead').post(`/v1/cases/${id}/close`),
    },
    {
      ...ids.disputeCase,
      route: 'POST /v1/parcels/resolve',
      refusal: 'PARCEL.CASE_UNKNOWN',
      ask: (caseId) =>
        system.as('other-support').post('/v1/parcels/resolve', { token, purpose: 'dispute', caseId }),
    },
    {
      ...ids.disputeCase,
      route: 'POST /v1/parcels/open',
      refusal: 'PARCEL.CASE_UNKNOWN',
      ask: (caseId) =>
        system.as('other-support').post('/v1/parcels/open', { parcelId, purpose: 'dispute', caseId }),
    },
    {
      ...ids.release,
      route: 'POST /v1/parcels/open',
      refusal: 'PARCEL.CASE_UNKNOWN',
      ask: (caseId) =>
        system.as('other-privacy').post('/v1/parcels/open', { parcelId, purpose: 'authority', caseId }),
    },
    {
      ...ids.parcel,
      by: 'parcelId',
      route: 'POST /v1/authority-releases',
      refusal: 'PARCEL.UNKNOWN',
      ask: (id) => askRelease(system, { parcelId: id }, 'other-privacy'),
    },
    {
      ...ids.waybill,
      by: 'waybillNumber',
      route: 'POST /v1/authority-releases',
      refusal: 'PARCEL.UNKNOWN',
      ask: (waybillNumber) => askRelease(system, { waybillNumber }, 'other-privacy'),
    },
    {
      ...ids.release,
      route: 'GET /v1/authority-releases/{releaseId}',
      refusal: 'PARCEL.RELEASE_NOT_FOUND',
      ask: (id) => system.as('other-privacy').get(`/v1/authority-releases/${id}`),
    },
    {
      ...ids.release,
      route: 'POST /v1/authority-releases/{releaseId}/close',
      refusal: 'PARCEL.RELEASE_NOT_FOUND',
      ask: (id) => system.as('other-privacy').post(`/v1/authority-releases/${id}/close`),
    },
  ];
};
