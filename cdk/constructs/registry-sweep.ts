import { Duration, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  CfnStateMachine,
  DistributedMap,
  JitterType,
  JsonPath,
  StateGraph,
  StateMachine,
  StateMachineType,
  TaskInput,
  type IStateMachine,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import type { Stage } from '../configuration.ts';
import { prefixOf, stateMachineArn } from '../names.ts';
import { sweepMachinePolicy } from '../sweep-machine-policy.ts';
import { pascal } from '../pascal.ts';
import { policyDocument } from './policy-document.ts';

/** Parts at a time: what tables give on demand to one function beside all others, and what the function may run at once. */
const PARTS_AT_ONCE = 16;

/** A part that fails is tried again for a quarter of an hour: the store may be away for so long. */
const TRIES = 7;

const SWEEP = { tenant: JsonPath.stringAt('$.tenant'), sweepId: JsonPath.stringAt('$.sweepId') };

/**
 * Hands out the parts of a sweep of the registry: all segments, then all buckets, then the end, each to the worker. It is started with
 * `tenant` and `sweepId`, and begun again where it was (redrive) or from its beginning: what is done is not done twice. Nothing of people goes
 * through it.
 */
export const registrySweep = (
  scope: Construct,
  id: string,
  { stage, worker }: { readonly stage: Stage; readonly worker: IFunction },
): IStateMachine => {
  const name = 'registry-sweep';
  const arn = stateMachineArn(stage, name);

  const ask = (taskId: string, input: Readonly<Record<string, string>>, resultPath: string): LambdaInvoke => {
    const task = new LambdaInvoke(scope, `${id}${taskId}`, {
      stateName: taskId,
      lambdaFunction: worker,
      payload: TaskInput.fromObject(input),
      payloadResponseOnly: true,
      resultPath,
      retryOnServiceExceptions: false,
    });
    task.addRetry({
      errors: ['States.ALL'],
      interval: Duration.seconds(10),
      backoffRate: 2,
      maxAttempts: TRIES,
      maxDelay: Duration.minutes(5),
      jitterStrategy: JitterType.FULL,
    });
    return task;
  };

  /** Every part that is planned, by the worker; one that fails for good ends the sweep. */
  const each = (step: 'segment' | 'bucket'): DistributedMap => {
    const map = new DistributedMap(scope, `${id}${pascal(step)}s`, {
      stateName: `${pascal(step)}s`,
      label: `${pascal(step)}s`,
      itemsPath: `$.plan.${step}s`,
      itemSelector: { step, ...SWEEP, part: JsonPath.stringAt('$$.Map.Item.Value') },
      maxConcurrency: PARTS_AT_ONCE,
      mapExecutionType: StateMachineType.STANDARD,
      resultPath: JsonPath.DISCARD,
    });
    const part = { step, ...SWEEP, part: JsonPath.stringAt('$.part') };
    return map.itemProcessor(ask(pascal(step), part, JsonPath.DISCARD));
  };

  const role = new Role(scope, `${id}Role`, {
    roleName: `${prefixOf(stage)}${name}`,
    assumedBy: new ServicePrincipal('states.amazonaws.com', {
      conditions: { ArnEquals: { 'aws:SourceArn': arn } },
    }),
    inlinePolicies: {
      grants: policyDocument(sweepMachinePolicy({ machine: arn, worker: worker.functionArn })),
    },
  });
  const steps = ask('Plan', { step: 'plan', ...SWEEP }, '$.plan')
    .next(each('segment'))
    .next(each('bucket'))
    .next(ask('Finish', { step: 'finish', ...SWEEP }, JsonPath.DISCARD));
  const graph = new StateGraph(steps.startState, name);
  graph.timeout = Duration.days(1);
  // Not the construct of a higher level, which would make a policy of its own beside the one that is written by hand.
  const machine = new CfnStateMachine(new Construct(scope, id), 'Resource', {
    stateMachineName: `${prefixOf(stage)}${name}`,
    stateMachineType: StateMachineType.STANDARD,
    definitionString: Stack.of(scope).toJsonString(graph.toGraphJson()),
    roleArn: role.roleArn,
  });
  return StateMachine.fromStateMachineArn(scope, `${id}Machine`, machine.attrArn);
};
