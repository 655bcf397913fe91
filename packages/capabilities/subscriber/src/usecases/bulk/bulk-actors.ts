import type { Caller } from '@temkin/kernel';

const IMPORTER = '@registry-importer';

/** As whom the registry itself stands in the log while it works imports and exports off: ids that nobody could be enrolled with. */
export const BULK_ACTORS: readonly string[] = [IMPORTER];

/** Without a role, and without a record that could change meanwhile. */
export const registryImporter = (tenant: string): Caller => ({
  principal: { tenant, id: IMPORTER, client: IMPORTER, roles: [] },
  reliedOn: [],
});
