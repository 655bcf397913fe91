import type { Statement } from './policies.ts';

/** Whole sweeps, and the executions of each of their two steps. */
const EXECUTIONS = [':*', '/Segments:*', '/Buckets:*'] as const;

/**
 * What the machine of sweeps may do: ask the worker, and, as a distributed map does, have executions of itself begin, look at them, end
 * them and begin them again (AWS Step Functions, "IAM policies for using Distributed Map states").
 *
 * @param machine its own ARN
 * @param worker the ARN of the function
 */
export const sweepMachinePolicy = ({
  machine,
  worker,
}: {
  readonly machine: string;
  readonly worker: string;
}): readonly Statement[] => [
  { Effect: 'Allow', Action: ['lambda:InvokeFunction'], Resource: [worker] },
  { Effect: 'Allow', Action: ['states:StartExecution'], Resource: [machine] },
  {
    Effect: 'Allow',
    Action: ['states:DescribeExecution', 'states:StopExecution', 'states:RedriveExecution'],
    Resource: EXECUTIONS.map((those) => machine.replace(':stateMachine:', ':execution:') + those),
  },
];
