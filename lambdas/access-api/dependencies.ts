import { changeStatus, facilityStore, listFacilities, listStaff, principalStore } from '@temkin/access';
import { apiVariables } from '../api-environment.ts';
import { awsGround } from '../aws-ground.ts';
import { readEnvironment } from '../environment.ts';

export const environment = readEnvironment(apiVariables);

export const ground = awsGround(environment);

const principals = principalStore(ground);

export const usecases = {
  listStaff: listStaff({ principals }),
  listFacilities: listFacilities({ facilities: facilityStore(ground) }),
  changeStatus: changeStatus({ ...ground, principals }),
};
