import type { Caller } from '@temkin/kernel';

const SHREDDER = '@parcel-shredder';
const PUBLIC_PAGE = '@public-page';

/** As whom the system itself stands in the log: ids that nobody could be enrolled with. */
export const OWN_ACTORS: readonly string[] = [SHREDDER, PUBLIC_PAGE];

/** Without a role, and without a record that could change meanwhile. */
const itself = (tenant: string, id: string): Caller => ({
  principal: { tenant, id, client: id, roles: [] },
  reliedOn: [],
});

/** The system itself, at work for a tenant. */
export const shredderFor = (tenant: string): Caller => itself(tenant, SHREDDER);

/** The public page, as events name it: it acts for somebody whom it does not know. */
export const publicPage = (tenant: string): Caller => itself(tenant, PUBLIC_PAGE);
