import {
  RECONCILED_SYSTEMS,
  SUBSCRIPTION_STATES,
  type ReconciledSystem,
  type ReconciledSystems,
  type SystemPage,
} from '@temkin/subscriber/domain';
import * as z from 'zod';
import { askSystem, type SystemRequest } from './ask-system.ts';
import { boundedJson } from './bounded-json.ts';
import type { SystemAccounts } from './system-accounts.ts';

const record = z.object({ subscriptionId: z.uuid(), state: z.enum(SUBSCRIPTION_STATES) });

const states = z.object({ records: z.array(record).max(100) });

const page = z.object({ records: z.array(record).max(100), next: z.string().min(1).max(512).optional() });

export interface HttpReconciledSystemsOptions {
  readonly accounts: ReadonlyMap<string, SystemAccounts>;
  /** How long one answer may take. */
  readonly timeoutMilliseconds?: number;
}

/**
 * Asks the systems of companies by `POST {url}/subscriptions/states` with `{ "subscriptionIds" }`, and `GET {url}/subscriptions?after=…`,
 * both answered `{ "records": [{ "subscriptionId", "state" }] }`, the second with `next` where more follows. Believes only the shape of
 * answers.
 */
export const httpReconciledSystems = ({
  accounts,
  timeoutMilliseconds,
}: HttpReconciledSystemsOptions): ReconciledSystems => {
  const ask = async <Shape>(
    tenant: string,
    system: ReconciledSystem,
    request: SystemRequest,
    schema: z.ZodType<Shape>,
    signal: AbortSignal,
  ): Promise<Shape> => {
    const account = accounts.get(tenant)?.[system];
    if (account === undefined) throw new Error('the company has no such system');
    const shape = await boundedJson(await askSystem(account, request, signal, timeoutMilliseconds), schema);
    if (shape === undefined) throw new Error('the system answers something else');
    return shape;
  };

  return {
    tenants: () => [...accounts.keys()],
    of: (tenant) => RECONCILED_SYSTEMS.filter((system) => accounts.get(tenant)?.[system] !== undefined),
    states: async (tenant, system, subscriptionIds, signal) => {
      const request = { method: 'POST', path: 'subscriptions/states', body: { subscriptionIds } } as const;
      const { records } = await ask(tenant, system, request, states, signal);
      return records.filter(({ subscriptionId }) => subscriptionIds.includes(subscriptionId));
    },
    page: async (tenant, system, after, signal): Promise<SystemPage> => {
      const query = after === undefined ? '' : `?after=${encodeURIComponent(after)}`;
      const request = { method: 'GET', path: `subscriptions${query}` } as const;
      const { records, next } = await ask(tenant, system, request, page, signal);
      return { records, ...(next !== undefined && { next }) };
    },
  };
};
