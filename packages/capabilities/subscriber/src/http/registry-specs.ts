import { routeSpec } from '@temkin/http';
import { once, type Role } from '@temkin/kernel';
import * as z from 'zod';
import { CASE_RULES, INDEX_NAMES, READ_POLICY, READ_PURPOSES } from '../domain/index.ts';
import { uuid } from './record-schemas.ts';

/** An id of a transaction or case. */
export const basisId = z.string().regex(/^[0-9a-f]{32}$/);

const purpose = z.enum(READ_PURPOSES);

const indexNames = z.array(z.enum(INDEX_NAMES)).readonly();

/** Roles that read upon a transaction for some purpose. */
const ofTransactions: readonly Role[] = [
  ...new Set(READ_POLICY.filter(({ needs }) => needs === 'transaction').flatMap(({ roles }) => roles)),
];

const ofCases: readonly Role[] = [...new Set(Object.values(CASE_RULES).flat())];

const registryCase = once(() =>
  z
    .strictObject({
      caseId: basisId,
      purpose,
      personId: uuid.exactOptional(),
      state: z.enum(['open', 'closed']),
      openedAt: z.iso.datetime(),
      closedAt: z.iso.datetime().exactOptional(),
    })
    .meta({ id: 'RegistryCase' }),
);

export const openRegistrySpec = routeSpec({
  method: 'POST',
  path: '/v1/registry/open',
  action: 'registry.open',
  tag: 'Subscriber registry',
  summary: 'Open the registry',
  description:
    'Makes the indexes that people are found by, for as many people as are expected: of these, names and last digits are hashed so ' +
    'short that several share each value. Until all are ready no number is registered. Ask again while `left` names any; what is ready ' +
    'stays as it is.',
  access: { scope: 'registry:admin', roles: ['security-officer'] },
  body: () => z.strictObject({ expectedPeople: z.int().min(0).max(1_000_000_000) }),
  success: {
    status: 200,
    description: 'Which indexes can be searched, and which are not made yet.',
    body: () => z.strictObject({ ready: indexNames, left: indexNames }),
  },
  problems: ['SUBSCRIBER.INDEX_BUSY', 'SUBSCRIBER.CHANGED'],
});

export const openTransactionSpec = routeSpec({
  method: 'POST',
  path: '/v1/registry/transactions',
  action: 'registry.transaction',
  tag: 'Subscriber registry',
  summary: 'Open a transaction',
  description:
    'Somebody is before you, or on the line. Until it ends you search upon it, and read whom you found or registered upon it. Nobody ' +
    'else does.',
  access: { scope: 'subscribers:read', roles: ofTransactions },
  body: () => z.strictObject({ purpose }).meta({ id: 'NewRegistryTransaction' }),
  creates: true,
  success: {
    status: 201,
    description: 'The transaction.',
    body: () =>
      z
        .strictObject({ transactionId: basisId, purpose, endsAt: z.iso.datetime() })
        .meta({ id: 'RegistryTransaction' }),
  },
  problems: ['SUBSCRIBER.PURPOSE_NOT_ALLOWED', 'SUBSCRIBER.CHANGED'],
});

export const openRegistryCaseSpec = routeSpec({
  method: 'POST',
  path: '/v1/registry/cases',
  action: 'registry.case',
  tag: 'Subscriber registry',
  summary: 'Open a case of the registry',
  description:
    'While it is open, others search and read upon it for its purpose. Whoever opened it does not. One that names a person is about ' +
    'nobody else.',
  access: { scope: 'subscribers:read', roles: ofCases },
  body: () => z.strictObject({ purpose, personId: uuid.exactOptional() }).meta({ id: 'NewRegistryCase' }),
  creates: true,
  success: { status: 201, description: 'The open case.', body: registryCase },
  problems: ['SUBSCRIBER.PURPOSE_NOT_ALLOWED', 'SUBSCRIBER.UNKNOWN', 'SUBSCRIBER.CHANGED'],
});

export const closeRegistryCaseSpec = routeSpec({
  method: 'POST',
  path: '/v1/registry/cases/{caseId}/close',
  action: 'registry.case',
  tag: 'Subscriber registry',
  summary: 'Close a case of the registry',
  description:
    'From then on nobody searches or reads upon it. Whoever opened it does so, and whose roles open or read cases of its purpose. Closing a ' +
    'closed case changes nothing.',
  access: { scope: 'subscribers:read', roles: ofCases },
  params: () => z.strictObject({ caseId: basisId }),
  success: { status: 200, description: 'The closed case.', body: registryCase },
  problems: ['SUBSCRIBER.CASE_UNKNOWN', 'SUBSCRIBER.PURPOSE_NOT_ALLOWED', 'SUBSCRIBER.CHANGED'],
});

/** Specifications of what is opened before the registry is searched or read. */
export const registrySpecs = [
  openRegistrySpec,
  openTransactionSpec,
  openRegistryCaseSpec,
  closeRegistryCaseSpec,
];
