import { tenantStore } from '@temkin/access';
import type { EventSource } from '@temkin/audit';
import type { Table } from '@temkin/storage';

/** What the public page asks of other capabilities: whether there is a company, and what is on record about a parcel. */
export const recipientPorts = ({
  table,
  events,
}: {
  readonly table: Table;
  readonly events: Pick<EventSource, 'about'>;
}) => {
  const tenants = tenantStore({ table });
  return {
    companies: { exists: async (company: string) => (await tenants.find(company)) !== undefined },
    events: {
      about: async (tenant: string, pseudonym: string, sinceMilliseconds: number) => {
        const { events: found, complete } = await events.about(tenant, pseudonym, sinceMilliseconds);
        return { events: found.map(({ actor, ...event }) => ({ ...event, ...actor })), complete };
      },
    },
  };
};
