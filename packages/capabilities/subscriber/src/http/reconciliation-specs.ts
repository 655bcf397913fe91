import { routeSpec } from '@temkin/http';
import { once, type Role } from '@temkin/kernel';
import * as z from 'zod';
import { DIFFERENCES, RECONCILED_SYSTEMS, SUBSCRIPTION_STATES } from '../domain/index.ts';
import { uuid } from './record-schemas.ts';

/** Who looks after the registry, and the systems of the company that are to agree with it. */
const ROLES: readonly Role[] = ['security-officer', 'operator'];

const access = { scope: 'registry:compare', roles: ROLES };

const tag = 'Subscriber registry';

/** Entries of one page, at most. */
const PAGE_LIMIT = 100;

/** The day of a comparison, and the system. */
export const RECONCILIATION_ID = new RegExp(
  `^(?<day>\\d{4}-\\d{2}-\\d{2})\\.(?<system>${RECONCILED_SYSTEMS.join('|')})$`,
);

const reconciliationId = z
  .string()
  .regex(RECONCILIATION_ID)
  .meta({ description: 'Its day, Vietnam time, and its system: `2026-11-23.network`.' });

const limit = z.coerce.number().int().min(1).max(PAGE_LIMIT).default(PAGE_LIMIT);

const count = z.int().min(0);

const shape = {
  reconciliationId,
  day: z.iso.date(),
  system: z.enum(RECONCILED_SYSTEMS),
  state: z.enum(['running', 'finished']),
  compared: count.meta({ description: 'Numbers of the registry that were compared so far.' }),
  differing: count,
};

const reconciliation = once(() => z.strictObject(shape).meta({ id: 'RegistryReconciliation' }));

export const listReconciliationsSpec = routeSpec({
  method: 'GET',
  path: '/v1/registry/reconciliations',
  action: 'registry.reconcile',
  tag,
  summary: 'List the daily comparisons of systems with the registry',
  description: 'The latest first, for as long as they are kept.',
  access,
  query: () => z.strictObject({ limit, cursor: reconciliationId.exactOptional() }),
  success: {
    status: 200,
    description: 'Some comparisons, and where the next begin.',
    body: () =>
      z.strictObject({
        reconciliations: z.array(reconciliation()).readonly(),
        cursor: reconciliationId.exactOptional(),
      }),
  },
  problems: [],
});

export const readReconciliationSpec = routeSpec({
  method: 'GET',
  path: '/v1/registry/reconciliations/{reconciliationId}',
  action: 'registry.reconcile',
  tag,
  summary: 'Show what a comparison found',
  description:
    'So far; all of it once it is finished. Numbers are named by the ids that came with their orders.',
  access,
  params: () => z.strictObject({ reconciliationId }),
  query: () => z.strictObject({ limit, cursor: uuid.exactOptional() }),
  success: {
    status: 200,
    description: 'The comparison, some of its differences, and where the next begin.',
    body: () =>
      z.strictObject({
        ...shape,
        differences: z
          .array(
            z.strictObject({
              subscriptionId: uuid,
              difference: z.enum(DIFFERENCES),
              registered: z.enum(SUBSCRIPTION_STATES).exactOptional(),
              known: z
                .enum(SUBSCRIPTION_STATES)
                .exactOptional()
                .meta({ description: 'What the system says of it.' }),
            }),
          )
          .readonly(),
        cursor: uuid.exactOptional(),
      }),
  },
  problems: ['SUBSCRIBER.RECONCILIATION_UNKNOWN'],
});

/** Specifications of the routes of comparisons. */
export const reconciliationSpecs = [listReconciliationsSpec, readReconciliationSpec];
