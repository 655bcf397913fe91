import type { CfnRule } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Stage } from '../configuration.ts';
import type { Symptom } from '../symptoms.ts';
import { reportedCalls } from './reported-calls.ts';

/** What ends the use of a key, brings it back, or lets somebody do either, as CloudTrail names it. */
const CALLS = [
  'CancelKeyDeletion',
  'CreateGrant',
  'DisableKey',
  'DisableKeyRotation',
  'EnableKey',
  'PutKeyPolicy',
  'RetireGrant',
  'RevokeGrant',
  'ScheduleKeyDeletion',
];

/** Tells whoever is on call of every change of a key, whoever makes it: a deployment's own too. */
export const keyChanges = (
  scope: Construct,
  id: string,
  {
    key,
    ...told
  }: { readonly stage: Stage; readonly key: IKey; readonly symptom: Symptom; readonly topic: ITopic },
): CfnRule =>
  reportedCalls(scope, id, {
    ...told,
    service: 'kms',
    detail: { eventName: CALLS, resources: { ARN: [key.keyArn] } },
  });
