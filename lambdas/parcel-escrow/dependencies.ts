import { directory } from '@temkin/access';
import { consoleFindings, groundwork, ownKeyRing } from '@temkin/composition';
import { announcing, escrowCapability } from '@temkin/parcel';
import { parcelAnnouncer } from '@temkin/webhook';
import { apiVariables } from '../api-environment.ts';
import { awsSigner, awsSurroundings } from '../aws-ground.ts';
import { awsTable } from '../aws-table.ts';
import { readEnvironment, text } from '../environment.ts';

export const environment = readEnvironment({
  ...apiVariables,
  TEMKIN_ESCROW_ROOT_KEY: text,
  TEMKIN_BUNDLE_SIGNING_KEY: text,
});

const table = awsTable(environment);

export const ground = groundwork(awsSurroundings(table, environment.TEMKIN_MAIN_ROOT_KEY));

export const escrow = escrowCapability({
  ...ground,
  recorder: announcing({ ...ground, announcer: parcelAnnouncer(ground) }),
  escrowRing: ownKeyRing(awsSurroundings(table, environment.TEMKIN_ESCROW_ROOT_KEY)),
  bundleSigner: awsSigner(environment.TEMKIN_BUNDLE_SIGNING_KEY),
  directory: directory({ table }),
  findings: consoleFindings,
});
