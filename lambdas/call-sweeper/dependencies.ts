import { callSweeper, reportJoiner } from '@temkin/caller-id';
import { callerCheckPorts, consoleFindings } from '@temkin/composition';
import { httpCallNetwork, operatorAccounts } from '@temkin/operator';
import { awsGround } from '../aws-ground.ts';
import { keyVariables, readEnvironment } from '../environment.ts';

const environment = readEnvironment({ ...keyVariables, TEMKIN_CALL_NETWORKS: operatorAccounts });

const ground = awsGround(environment);

/** Who may call, the access capability tells, as it does to whoever checks or signs one. */
const { shippers } = callerCheckPorts(ground);

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
