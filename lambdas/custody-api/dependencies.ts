import { directory } from '@temkin/access';
import { announcing, custodyCapability } from '@temkin/parcel';
import { parcelAnnouncer } from '@temkin/webhook';
import { apiVariables } from '../api-environment.ts';
import { awsGround } from '../aws-ground.ts';
import { readEnvironment } from '../environment.ts';

export const environment = readEnvironment(apiVariables);

export const ground = awsGround(environment);

/** Custody; staff and facilities are the access capability's, read from its table. */
export const custody = custodyCapability({
  ...ground,
  recorder: announcing({ ...ground, announcer: parcelAnnouncer(ground) }),
  directory: directory(ground),
});
