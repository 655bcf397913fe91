import { BULK_ACTORS } from './bulk/bulk-actors.ts';
import { WORKERS } from './own-actors.ts';
import { RIGHTS_ACTORS } from './rights/own-actors.ts';

/** All as whom the registry itself stands in the log: ids that nobody could be enrolled with. */
export const REGISTRY_ACTORS: readonly string[] = [...WORKERS, ...BULK_ACTORS, ...RIGHTS_ACTORS];
