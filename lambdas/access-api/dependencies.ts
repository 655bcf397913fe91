import {
  approvalStore,
  changeStatus,
  decideApproval,
  deviceStore,
  enrolDevice,
  facilityStore,
  listApprovals,
  listDevices,
  listFacilities,
  listStaff,
  principalStore,
  revokeDevice,
} from '@temkin/access';
import { apiVariables } from '../api-environment.ts';
import { awsGround } from '../aws-ground.ts';
import { readEnvironment } from '../environment.ts';

export const environment = readEnvironment(apiVariables);

export const ground = awsGround(environment);

const principals = principalStore(ground);
const facilities = facilityStore(ground);
const devices = deviceStore(ground);
const approvals = approvalStore(ground.table);

export const usecases = {
  listStaff: listStaff({ principals }),
  listFacilities: listFacilities({ facilities }),
  changeStatus: changeStatus({ ...ground, principals }),
  enrolDevice: enrolDevice({ ...ground, devices, facilities }),
  revokeDevice: revokeDevice({ ...ground, devices }),
  listDevices: listDevices({ devices }),
  listApprovals: listApprovals({ ...ground, approvals }),
  decideApproval: decideApproval({ ...ground, approvals, principals }),
};
