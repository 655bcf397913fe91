import { Stack } from 'aws-cdk-lib';
import type { CfnRule } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Stage } from '../configuration.ts';
import type { RootKeyName } from '../grants.ts';
import { trustedBy } from '../key-policies.ts';
import { principalsOf } from '../names.ts';
import { reportedCalls } from './reported-calls.ts';

/** Uses of a key, and changes of it or of its grants, as CloudTrail names them. */
const CALLS = [
  'CancelKeyDeletion',
  'CreateGrant',
  'Decrypt',
  'DisableKey',
  'DisableKeyRotation',
  'EnableKey',
  'Encrypt',
  'GenerateDataKey',
  'GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext',
  'GenerateDataKeyWithoutPlaintext',
  'PutKeyPolicy',
  'ReEncrypt',
  'RetireGrant',
  'RevokeGrant',
  'ScheduleKeyDeletion',
  'TagResource',
  'UntagResource',
  'UpdateAlias',
];

const byRole = (arn: unknown) => ({ userIdentity: { sessionContext: { sessionIssuer: { arn: [arn] } } } });

/**
 * Tells whoever is on call of every call on a root key, allowed or denied, that was made by none of the roles which hold
 * this very key: a holder of the other one is a stranger here.
 */
export const rootKeyStrangers = (
  scope: Construct,
  id: string,
  {
    stage,
    name,
    key,
    topic,
  }: { readonly stage: Stage; readonly name: RootKeyName; readonly key: IKey; readonly topic: ITopic },
): CfnRule => {
  const { roleOf } = principalsOf(Stack.of(scope), stage);
  return reportedCalls(scope, id, {
    stage,
    symptom: 'root-key-stranger',
    of: name,
    service: 'kms',
    detail: {
      eventName: CALLS,
      resources: { ARN: [key.keyArn] },
      // Users and services have no role.
      $or: [byRole({ 'anything-but': trustedBy(name).map(roleOf) }), byRole({ exists: false })],
    },
    topic,
  });
};
