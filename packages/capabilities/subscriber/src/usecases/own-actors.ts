import type { Caller } from '@temkin/kernel';

const DUE_WORKER = '@subscriber-due';
const SWEEPER = '@registry-sweeper';
const INDEXER = '@registry-indexer';

/** As whom the workers of the registry stand in the log: ids that nobody could be enrolled with. */
export const WORKERS: readonly string[] = [DUE_WORKER, SWEEPER, INDEXER];

/** The system itself, at work for a tenant: without a role, and without a record that could change meanwhile. */
const itself = (tenant: string, id: string): Caller => ({
  principal: { tenant, id, client: id, roles: [] },
  reliedOn: [],
});

/** At work on what is due. */
export const dueWorkerFor = (tenant: string): Caller => itself(tenant, DUE_WORKER);

/** At work on a sweep. */
export const sweeperFor = (tenant: string): Caller => itself(tenant, SWEEPER);

/** At work on indexes. */
export const indexerFor = (tenant: string): Caller => itself(tenant, INDEXER);
