import { tenantStore } from '@temkin/access';
import { outboxEvents } from '@temkin/audit';
import type { Table } from '@temkin/storage';

/** What the public page asks of other capabilities: whether there is a company, and what the log has about a parcel. */
export const recipientPorts = (table: Table) => {
  const recorded = outboxEvents(table);
  const tenants = tenantStore({ table });
  return {
    companies: { exists: async (company: string) => (await tenants.find(company)) !== undefined },
    events: {
      about: async (tenant: string, pseudonym: string, sinceMilliseconds: number) => {
        const { events, complete } = await recorded.about(tenant, pseudonym, sinceMilliseconds);
        return { events: events.map(({ actor, ...event }) => ({ ...event, ...actor })), complete };
      },
    },
  };
};
