import { announcing, shredDue } from '@temkin/parcel';
import { parcelAnnouncer } from '@temkin/webhook';
import { awsGround } from '../aws-ground.ts';
import { keyVariables, readEnvironment } from '../environment.ts';

const ground = awsGround(readEnvironment(keyVariables));

export const shred = shredDue({
  ...ground,
  recorder: announcing({ ...ground, announcer: parcelAnnouncer(ground) }),
});
