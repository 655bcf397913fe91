import type { Caller } from '@temkin/kernel';

const DUE_WORKER = '@subscriber-due';

/** The system itself, at work for a tenant on what is due: without a role, and without a record that could change meanwhile. */
export const dueWorkerFor = (tenant: string): Caller => ({
  principal: { tenant, id: DUE_WORKER, client: DUE_WORKER, roles: [] },
  reliedOn: [],
});
