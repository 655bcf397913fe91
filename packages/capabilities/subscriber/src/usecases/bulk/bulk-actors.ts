import type { Caller } from '@temkin/kernel';

const IMPORTER = '@registry-importer';
const EXPORTER = '@registry-exporter';

/** As whom the registry itself stands in the log while it works imports and exports off: ids that nobody could be enrolled with. */
export const BULK_ACTORS: readonly string[] = [IMPORTER, EXPORTER];

/** Without a role, and without a record that could change meanwhile. */
const itself = (tenant: string, id: string): Caller => ({
  principal: { tenant, id, client: id, roles: [] },
  reliedOn: [],
});

/** At work on imports. */
export const registryImporter = (tenant: string): Caller => itself(tenant, IMPORTER);

/** At work on exports. */
export const registryExporter = (tenant: string): Caller => itself(tenant, EXPORTER);
