import type { Caller } from '@temkin/kernel';

const SWEEPER = '@registry-sweeper';

/** As whom the registry itself stands in the log: ids that nobody could be enrolled with. */
export const REGISTRY_ACTORS: readonly string[] = [SWEEPER];

/** Without a role, and without a record that could change meanwhile. */
const itself = (tenant: string, id: string): Caller => ({
  principal: { tenant, id, client: id, roles: [] },
  reliedOn: [],
});

/** What works a sweep off. */
export const registrySweeper = (tenant: string): Caller => itself(tenant, SWEEPER);
