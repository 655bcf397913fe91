import type { Caller } from '@temkin/kernel';

const SWEEPER = '@call-sweeper';

/** As whom the capability itself stands in the log: an id that nobody could be enrolled with. */
export const CALL_ACTORS: readonly string[] = [SWEEPER];

/** The system itself, which ends calls by the clock, for a tenant. */
export const sweeperFor = (tenant: string): Caller => ({
  principal: { tenant, id: SWEEPER, client: SWEEPER, roles: [] },
  reliedOn: [],
});
