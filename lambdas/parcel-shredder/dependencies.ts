import { shredDue } from '@temkin/parcel';
import { awsGround } from '../aws-ground.ts';
import { keyVariables, readEnvironment } from '../environment.ts';

export const shred = shredDue(awsGround(readEnvironment(keyVariables)));
