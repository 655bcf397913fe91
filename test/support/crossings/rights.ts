import { postPublicly } from '../parcel-history.ts';
import { identityOf, msisdnOf } from '../registrations.ts';
import { ownQuestion, selfCheckPath } from '../self-checks.ts';
import type { Crossing } from './crossing.ts';
import type { Ground } from './ground.ts';

/** Routes of what people ask of the registry, with and without an account, and of what authorities do. */
export const rightsCrossings = ({ system, first, ids }: Ground): readonly Crossing[] => {
  const lead = () => system.as('other-lead');
  const privacy = () => system.as('other-privacy');
  const requests = '/v1/registry/subject-requests';
  const authorities = '/v1/registry/authority-requests';
  const { session } = first.rights;
  return [
    {
      by: 'number',
      id: msisdnOf(1),
      random: () => msisdnOf(999),
      route: 'POST /v1/public/{company}/self-check',
      refusal: 'a challenge and no code',
      ask: (msisdn) => postPublicly(system, selfCheckPath('other'), { ...ownQuestion(1), msisdn }),
    },
    {
      by: 'document',
      id: identityOf(1),
      random: () => identityOf(999),
      route: 'POST /v1/public/{company}/self-check',
      refusal: 'a challenge and no code',
      ask: (number) =>
        postPublicly(system, selfCheckPath('other'), {
          ...ownQuestion(1),
          identity: { kind: 'personal', number },
        }),
    },
    {
      ...ids.askedSelfCheck,
      route: 'POST /v1/public/{company}/self-check/{challengeId}',
      refusal: 'SELF_CHECK.CODE_INVALID',
      ask: (id) => postPublicly(system, selfCheckPath('other', id), { code: first.rights.asked.code }),
    },
    {
      ...ids.openedSelfCheck,
      route: 'POST /v1/public/{company}/self-check/{challengeId}/claims',
      refusal: 'SELF_CHECK.SESSION_OVER',
      ask: (id) =>
        postPublicly(system, selfCheckPath('other', id, 'claims'), {
          session,
          subscriptionId: first.rights.claimed,
        }),
    },
    {
      ...ids.openedSelfCheck,
      route: 'POST /v1/public/{company}/self-check/{challengeId}/requests',
      refusal: 'SELF_CHECK.SESSION_OVER',
      ask: (id) => postPublicly(system, selfCheckPath('other', id, 'requests'), { session, kind: 'view' }),
    },
    {
      ...ids.claimReceipt,
      route: 'POST /v1/public/{company}/claim-checks',
      refusal: 'CLAIM.UNKNOWN',
      ask: (receipt) => postPublicly(system, '/v1/public/other/claim-checks', { receipt }),
    },
    {
      ...ids.claim,
      route: 'POST /v1/registry/claims/{claimId}/decide',
      refusal: 'CLAIM.UNKNOWN',
      ask: (id) => lead().post(`/v1/registry/claims/${id}/decide`, { decision: 'rejected' }),
    },
    {
      ...ids.person,
      route: 'POST /v1/registry/subject-requests',
      refusal: 'SUBSCRIBER.UNKNOWN',
      ask: (personId) => privacy().post(requests, { personId, kind: 'view' }),
    },
    {
      ...ids.dataRequest,
      route: 'POST /v1/registry/subject-requests/{requestId}/decide',
      refusal: 'DATA_REQUEST.UNKNOWN',
      ask: (id) => privacy().post(`${requests}/${id}/decide`, { answer: 'accepted' }),
    },
    {
      ...ids.dataRequest,
      route: 'POST /v1/registry/subject-requests/{requestId}/extend',
      refusal: 'DATA_REQUEST.UNKNOWN',
      ask: (id) => privacy().post(`${requests}/${id}/extend`, { days: 1, reasons: 'x' }),
    },
    {
      ...ids.dataRequest,
      route: 'POST /v1/registry/subject-requests/{requestId}/close',
      refusal: 'DATA_REQUEST.UNKNOWN',
      ask: (id) => privacy().post(`${requests}/${id}/close`, { outcome: 'withdrawn' }),
    },
    {
      ...ids.dataRequest,
      route: 'POST /v1/registry/subject-requests/{requestId}/copy',
      refusal: 'DATA_REQUEST.UNKNOWN',
      ask: (id) => privacy().post(`${requests}/${id}/copy`),
    },
    {
      ...ids.person,
      route: 'POST /v1/registry/marks/lift',
      refusal: 'SUBSCRIBER.BASIS_REQUIRED',
      ask: (personId) =>
        privacy().post('/v1/registry/marks/lift', { personId, caseId: 'ab'.repeat(16), mark: 'restricted' }),
    },
    {
      ...ids.authorityRequest,
      route: 'GET /v1/registry/authority-requests/{requestId}',
      refusal: 'AUTHORITY_REQUEST.UNKNOWN',
      ask: (id) => privacy().get(`${authorities}/${id}`),
    },
    ...['release', 'hand-over'].map((act) => ({
      ...ids.authorityRequest,
      route: `POST /v1/registry/authority-requests/{requestId}/${act}`,
      refusal: 'AUTHORITY_REQUEST.UNKNOWN',
      ask: (id: string) => privacy().post(`${authorities}/${id}/${act}`),
    })),
    {
      ...ids.authorityRequest,
      route: 'POST /v1/registry/authority-requests/{requestId}/handovers/{handoverId}/images/{imageId}/read',
      refusal: 'AUTHORITY_REQUEST.UNKNOWN',
      ask: (id) => privacy().post(`${authorities}/${id}/handovers/${'ab'.repeat(16)}/images/x/read`),
    },
    {
      ...ids.authorityRequest,
      route: 'POST /v1/registry/authority-requests/{requestId}/close',
      refusal: 'AUTHORITY_REQUEST.UNKNOWN',
      ask: (id) => privacy().post(`${authorities}/${id}/close`, { outcome: 'withdrawn' }),
    },
  ];
};
