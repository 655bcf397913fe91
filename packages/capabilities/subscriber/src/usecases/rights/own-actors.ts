import type { Caller } from '@temkin/kernel';

const PUBLIC_PAGE = '@registry-page';

/** As whom the capability itself stands in the log: ids that nobody could be enrolled with. */
export const RIGHTS_ACTORS: readonly string[] = [PUBLIC_PAGE];

/** The page of the public, as events name it: it acts for somebody whom it does not know. Without a role, and without a record. */
export const registryPage = (tenant: string): Caller => ({
  principal: { tenant, id: PUBLIC_PAGE, client: PUBLIC_PAGE, roles: [] },
  reliedOn: [],
});
