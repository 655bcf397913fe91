import { approvalStore, principalStore, twoPersonRule } from '@temkin/access';
import { unmaskingCapability } from '@temkin/audit';
import { CALL_ACTORS } from '@temkin/caller-id';
import { announcing, caseParcels, privacyCapability } from '@temkin/parcel';
import { REGISTRY_ACTORS } from '@temkin/subscriber';
import { parcelAnnouncer } from '@temkin/webhook';
import { apiVariables } from '../api-environment.ts';
import { awsGround } from '../aws-ground.ts';
import { readEnvironment } from '../environment.ts';

export const environment = readEnvironment(apiVariables);

export const ground = awsGround(environment);

const { table } = ground;
const principals = principalStore({ table });

/** Approvals are the access capability's: asked for and spent here, and given elsewhere. */
const approvals = twoPersonRule({ ...ground, approvals: approvalStore(table), principals });

export const privacy = privacyCapability({
  ...ground,
  recorder: announcing({ ...ground, announcer: parcelAnnouncer(ground) }),
  approvals,
});

const cases = caseParcels(ground);

/** Here, and not where the log is read: who can read the log whole can ask nobody's name. */
export const unmasking = unmaskingCapability({
  ...ground,
  approvals,
  principals,
  cases: { ...cases, ownActors: [...cases.ownActors, ...CALL_ACTORS, ...REGISTRY_ACTORS] },
});
