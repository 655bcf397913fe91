import { directory } from '@temkin/access';
import { consoleFindings, groundwork, ownKeyRing, rememberedRoutes } from '@temkin/composition';
import { announcing, parcelCapability } from '@temkin/parcel';
import { tableRouter } from '@temkin/route';
import { parcelAnnouncer } from '@temkin/webhook';
import { apiVariables } from '../api-environment.ts';
import { awsSurroundings } from '../aws-ground.ts';
import { awsTable } from '../aws-table.ts';
import { readEnvironment, text } from '../environment.ts';

export const environment = readEnvironment({ ...apiVariables, TEMKIN_ESCROW_ROOT_KEY: text });

const table = awsTable(environment);

export const ground = groundwork(awsSurroundings(table, environment.TEMKIN_MAIN_ROOT_KEY));

export const parcels = parcelCapability({
  ...ground,
  recorder: announcing({ ...ground, announcer: parcelAnnouncer(ground) }),
  escrowRing: ownKeyRing(awsSurroundings(table, environment.TEMKIN_ESCROW_ROOT_KEY)),
  // A tenant's settings are the access capability's, read from its table.
  directory: directory({ table }),
  router: tableRouter(rememberedRoutes(ground)),
  findings: consoleFindings,
});
