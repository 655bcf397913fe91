import { directory } from '@temkin/access';
import { callSweeper } from '@temkin/caller-id';
import { httpCallNetwork, operatorAccounts } from '@temkin/operator';
import { awsGround } from '../aws-ground.ts';
import { keyVariables, readEnvironment } from '../environment.ts';

const environment = readEnvironment({ ...keyVariables, TEMKIN_CALL_NETWORKS: operatorAccounts });

const ground = awsGround(environment);

const staff = directory(ground);

/** Who may call, the access capability tells. */
export const sweep = callSweeper({
  ...ground,
  network: httpCallNetwork({
    accountOf: (tenant) => environment.TEMKIN_CALL_NETWORKS.get(tenant),
    clock: ground.clock,
  }),
  shippers: { mayCall: async (tenant, id) => (await staff.staff(tenant, id))?.active === true },
});
