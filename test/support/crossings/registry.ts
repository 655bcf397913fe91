import { registrationOf } from '../registrations.ts';
import type { Crossing } from './crossing.ts';
import type { Ground } from './ground.ts';

/** Routes of the subscriber registry. */
export const registryCrossings = ({ system, ids }: Ground): readonly Crossing[] => {
  const registrar = () => system.as('other-registrar');
  return [
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
      ...ids.transaction,
      route: 'POST /v1/subscriptions',
      refusal: 'SUBSCRIBER.BASIS_REQUIRED',
      ask: (transactionId) => registrar().post('/v1/subscriptions', registrationOf(2, { transactionId })),
    },
  ];
};
