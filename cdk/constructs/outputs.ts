import { CfnOutput, type Stack } from 'aws-cdk-lib';

/** What an operator wants to know after a deployment, by name. */
export const outputs = (stack: Stack, values: Readonly<Record<string, string>>): readonly CfnOutput[] =>
  Object.entries(values).map(([id, value]) => new CfnOutput(stack, id, { value }));
