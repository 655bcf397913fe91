import { approvalStore, principalStore, twoPersonRule } from '@temkin/access';
import { announcing, privacyCapability } from '@temkin/parcel';
import { parcelAnnouncer } from '@temkin/webhook';
import { apiVariables } from '../api-environment.ts';
import { awsGround } from '../aws-ground.ts';
import { readEnvironment } from '../environment.ts';

export const environment = readEnvironment(apiVariables);

export const ground = awsGround(environment);

const { table } = ground;

export const privacy = privacyCapability({
  ...ground,
  recorder: announcing({ ...ground, announcer: parcelAnnouncer(ground) }),
  // Approvals are the access capability's: asked for and spent here, and given elsewhere.
  approvals: twoPersonRule({
    ...ground,
    approvals: approvalStore(table),
    principals: principalStore({ table }),
  }),
});
