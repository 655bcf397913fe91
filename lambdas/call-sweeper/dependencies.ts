import { directory } from '@temkin/access';
import { callSweeper, reportJoiner } from '@temkin/caller-id';
import { consoleFindings } from '@temkin/composition';
import { httpCallNetwork, operatorAccounts } from '@temkin/operator';
import { awsGround } from '../aws-ground.ts';
import { keyVariables, readEnvironment } from '../environment.ts';

const environment = readEnvironment({ ...keyVariables, TEMKIN_CALL_NETWORKS: operatorAccounts });

const ground = awsGround(environment);

const staff = directory(ground);

/** Who may call, the access capability tells. */
const shippers = {
  mayCall: async (tenant: string, id: string): Promise<boolean> =>
    (await staff.staff(tenant, id))?.active === true,
};

/** Ends declared calls. */
export const sweep = callSweeper({
  ...ground,
  network: httpCallNetwork({
    accountOf: (tenant) => environment.TEMKIN_CALL_NETWORKS.get(tenant),
    clock: ground.clock,
  }),
  shippers,
});

/** Joins what citizens reported with what is known of the calls. */
export const join = reportJoiner({ ...ground, shippers, findings: consoleFindings });
