import type { Caller } from '@temkin/kernel';

const SWEEPER = '@call-sweeper';
const PUBLIC_PAGE = '@call-page';

/** As whom the capability itself stands in the log: ids that nobody could be enrolled with. */
export const CALL_ACTORS: readonly string[] = [SWEEPER, PUBLIC_PAGE];

/** Without a role, and without a record that could change meanwhile. */
const itself = (tenant: string, id: string): Caller => ({
  principal: { tenant, id, client: id, roles: [] },
  reliedOn: [],
});

/** The system itself, which ends calls by the clock, for a tenant. */
export const sweeperFor = (tenant: string): Caller => itself(tenant, SWEEPER);

/** The page of citizens, as events name it: it acts for somebody whom it does not know. */
export const publicPageFor = (tenant: string): Caller => itself(tenant, PUBLIC_PAGE);
