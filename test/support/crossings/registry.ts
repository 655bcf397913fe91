import { moveOf, registrationOf, verificationOf } from '../registrations.ts';
import type { Crossing } from './crossing.ts';
import type { Ground } from './ground.ts';

/** Routes of the subscriber registry. */
export const registryCrossings = ({ system, first, own, ids }: Ground): readonly Crossing[] => {
  const registrar = () => system.as('other-registrar');
  const importing = (route: string, ask: (importId: string) => Promise<Response>): Crossing => ({
    ...ids.registryImport,
    route: route.replace('{}', '/v1/registry/imports/{importId}'),
    refusal: 'IMPORT.UNKNOWN',
    ask,
  });
  const privacy = () => system.as('other-privacy');
  const exporting = (route: string, ask: (exportId: string) => Promise<Response>): Crossing => ({
    ...ids.registryExport,
    route: route.replace('{}', '/v1/registry/exports/{exportId}'),
    refusal: 'EXPORT.UNKNOWN',
    ask,
  });
  const officer = () => system.as('other-security');
  const sweeping = (route: string, ask: (sweepId: string) => Promise<Response>): Crossing => ({
    ...ids.registrySweep,
    route: `GET /v1/registry/sweeps/{sweepId}${route}`,
    refusal: 'SUBSCRIBER.SWEEP_UNKNOWN',
    ask,
  });
  const operator = () => system.as('other-operator');
  const part = { part: 1, bytes: 100, sha256: 'ab'.repeat(32), rows: 1, isLast: true };
  return [
    importing('POST {}/parts', (id) => operator().post(`/v1/registry/imports/${id}/parts`, part)),
    importing('POST {}/begin', (id) => operator().post(`/v1/registry/imports/${id}/begin`)),
    importing('GET {}', (id) => operator().get(`/v1/registry/imports/${id}`)),
    importing('GET {}/rejects', (id) => operator().get(`/v1/registry/imports/${id}/rejects`)),
    importing('GET {}/only-in-registry', (id) =>
      operator().get(`/v1/registry/imports/${id}/only-in-registry`),
    ),
    importing('POST {}/cancel', (id) => operator().post(`/v1/registry/imports/${id}/cancel`)),
    exporting('GET {}', (id) => privacy().get(`/v1/registry/exports/${id}`)),
    exporting('POST {}/release', (id) => privacy().post(`/v1/registry/exports/${id}/release`)),
    exporting('POST {}/parts/{part}/fetch', (id) =>
      privacy().post(`/v1/registry/exports/${id}/parts/1/fetch`),
    ),
    exporting('POST {}/cancel', (id) => privacy().post(`/v1/registry/exports/${id}/cancel`)),
    sweeping('', (id) => officer().get(`/v1/registry/sweeps/${id}`)),
    sweeping('/hits', (id) => officer().get(`/v1/registry/sweeps/${id}/hits`)),
    sweeping('/report', (id) => officer().get(`/v1/registry/sweeps/${id}/report`)),
    {
      ...ids.person,
      route: 'POST /v1/registry/cases',
      refusal: 'SUBSCRIBER.UNKNOWN',
      ask: (personId) => registrar().post('/v1/registry/cases', { purpose: 'correction', personId }),
    },
    {
      ...ids.registryCase,
      route: 'POST /v1/registry/cases/{caseId}/close',
      refusal: 'SUBSCRIBER.CASE_UNKNOWN',
      ask: (id) => registrar().post(`/v1/registry/cases/${id}/close`),
    },
    {
      ...ids.person,
      route: 'POST /v1/subscribers/{personId}/images/{imageId}/read',
      refusal: 'SUBSCRIBER.BASIS_REQUIRED',
      ask: (personId) =>
        registrar().post(`/v1/subscribers/${personId}/images/${'0'.repeat(32)}/read`, {
          purpose: 'correction',
          caseId: '0'.repeat(32),
          field: 'portrait',
        }),
    },
    {
      ...ids.subscription,
      route: 'POST /v1/subscriptions/{subscriptionId}/findings',
      refusal: 'SUBSCRIPTION.UNKNOWN',
      ask: (id) =>
        registrar().post(`/v1/subscriptions/${id}/findings`, {
          transactionId: '0'.repeat(32),
          timeline: 'wrong-information',
          grounds: 'document',
        }),
    },
    {
      ...ids.subscription,
      route: 'POST /v1/subscriptions/{subscriptionId}/findings/{findingId}/withdraw',
      refusal: 'SUBSCRIPTION.UNKNOWN',
      ask: (id) => registrar().post(`/v1/subscriptions/${id}/findings/${id}/withdraw`),
    },
    {
      ...ids.subscription,
      route: 'POST /v1/subscriptions/{subscriptionId}/reports',
      refusal: 'SUBSCRIPTION.UNKNOWN',
      ask: (id) =>
        operator().post(`/v1/subscriptions/${id}/reports`, {
          what: 'device-changed',
          at: '2026-11-23T00:30:00Z',
        }),
    },
    {
      ...ids.reconciliation,
      route: 'GET /v1/registry/reconciliations/{reconciliationId}',
      refusal: 'SUBSCRIBER.RECONCILIATION_UNKNOWN',
      ask: (id) => operator().get(`/v1/registry/reconciliations/${id}`),
    },
    {
      ...ids.transaction,
      route: 'POST /v1/subscribers/search',
      refusal: 'SUBSCRIBER.BASIS_REQUIRED',
      ask: (transactionId) =>
        registrar().post('/v1/subscribers/search', {
          purpose: 'registration',
          transactionId,
          msisdn: '0912000001',
        }),
    },
    {
      ...ids.person,
      route: 'POST /v1/subscribers/{personId}/read',
      refusal: 'SUBSCRIBER.BASIS_REQUIRED',
      ask: (personId) =>
        registrar().post(`/v1/subscribers/${personId}/read`, {
          purpose: 'registration',
          transactionId: own.transactionId,
          fields: { name: 'masked' },
        }),
    },
    {
      ...ids.registryCase,
      route: 'PATCH /v1/subscribers/{personId}',
      refusal: 'SUBSCRIBER.BASIS_REQUIRED',
      ask: (caseId) =>
        registrar().patch(`/v1/subscribers/${first.holder.personId}`, {
          caseId,
          holder: { name: 'Lê Thị Mai' },
        }),
    },
    {
      ...ids.subscription,
      route: 'PATCH /v1/subscriptions/{subscriptionId}',
      refusal: 'SUBSCRIPTION.UNKNOWN',
      ask: (id) =>
        registrar().patch(`/v1/subscriptions/${id}`, {
          caseId: '0'.repeat(32),
          subscription: { point: { name: 'Điểm số 9', address: 'Số 9' } },
        }),
    },
    {
      ...ids.transaction,
      route: 'POST /v1/subscriptions',
      refusal: 'SUBSCRIBER.BASIS_REQUIRED',
      ask: (transactionId) => registrar().post('/v1/subscriptions', registrationOf(2, { transactionId })),
    },
    {
      ...ids.subscription,
      route: 'POST /v1/subscriptions/{subscriptionId}/codes',
      refusal: 'SUBSCRIPTION.UNKNOWN',
      ask: (id) => registrar().post(`/v1/subscriptions/${id}/codes`, { transactionId: '0'.repeat(32) }),
    },
    {
      ...ids.subscription,
      route: 'POST /v1/subscriptions/{subscriptionId}/verify',
      refusal: 'SUBSCRIPTION.UNKNOWN',
      ask: (id) => registrar().post(`/v1/subscriptions/${id}/verify`, verificationOf('0'.repeat(32))),
    },
    ...['suspend', 'resume', 'terminate', 'transfer'].map((move) => ({
      ...ids.subscription,
      route: `POST /v1/subscriptions/{subscriptionId}/${move}`,
      refusal: 'SUBSCRIPTION.UNKNOWN',
      ask: (id: string) =>
        registrar().post(`/v1/subscriptions/${id}/${move}`, moveOf(move, { transactionId: '0'.repeat(32) })),
    })),
  ];
};
