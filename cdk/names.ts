import { Aws, type Stack } from 'aws-cdk-lib';
import type { Stage } from './configuration.ts';
import type { FunctionName } from './functions.ts';
import type { StateMachineName } from './grant.ts';
import type { Principals } from './key-policies.ts';

/** The ARN of a state machine of a stage: its name is fixed, so that policies can speak of it before it is made. */
export const stateMachineArn = (stage: Stage, name: StateMachineName): string =>
  `arn:${Aws.PARTITION}:states:${Aws.REGION}:${Aws.ACCOUNT_ID}:stateMachine:${prefixOf(stage)}${name}`;

/** Stands before the name of everything of a stage, tables included: `temkin-dev-`. */
export const prefixOf = (stage: Stage): string => `temkin-${stage}-`;

/**
 * The principals of a stage in the stack's account. Roles have fixed names, so that the policies of keys can speak of
 * roles that are made after the keys.
 */
export const principalsOf = (stack: Stack, stage: Stage): Principals => {
  const arn = (resource: string): string => `arn:${stack.partition}:iam::${stack.account}:${resource}`;
  return { account: arn('root'), roleOf: (name: FunctionName) => arn(`role/${prefixOf(stage)}${name}`) };
};
