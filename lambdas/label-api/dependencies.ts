import { directory } from '@temkin/access';
import { labelDrawer } from '@temkin/labels';
import { labelCapability } from '@temkin/parcel';
import { apiVariables } from '../api-environment.ts';
import { awsGround } from '../aws-ground.ts';
import { readEnvironment } from '../environment.ts';

export const environment = readEnvironment(apiVariables);

export const ground = awsGround(environment);

/** Labels; how a tenant has them is the access capability's, read from its table. */
export const labels = labelCapability({ ...ground, directory: directory(ground), drawer: labelDrawer });
