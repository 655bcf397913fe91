import { consoleFindings } from '@temkin/composition';
import { dataSubjectCapability } from '@temkin/parcel';
import { apiVariables } from '../api-environment.ts';
import { awsGround } from '../aws-ground.ts';
import { readEnvironment } from '../environment.ts';

export const environment = readEnvironment(apiVariables);

export const ground = awsGround(environment);

export const subjects = dataSubjectCapability({ ...ground, findings: consoleFindings });
