import { Stack } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Stage } from '../configuration.ts';
import { FUNCTION_NAMES } from '../functions.ts';
import { GRANTS } from '../grants.ts';
import { prefixOf, principalsOf } from '../names.ts';
import { describeSymptom } from '../symptoms.ts';

/** Uses of a key, and changes of it, as CloudTrail names them. */
const CALLS = [
  'CreateGrant',
  'Decrypt',
  'DisableKey',
  'Encrypt',
  'GenerateDataKey',
  'GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext',
  'GenerateDataKeyWithoutPlaintext',
  'PutKeyPolicy',
  'ReEncrypt',
  'ScheduleKeyDeletion',
];

const byRole = (arn: unknown) => ({ userIdentity: { sessionContext: { sessionIssuer: { arn: [arn] } } } });

/**
 * Tells whoever is on call of every call on a root key, allowed or denied, that none of the functions' roles made. The
 * account must have a trail that records management events, those of KMS among them.
 */
export const rootKeyStrangers = (
  scope: Construct,
  id: string,
  { stage, keys, topic }: { readonly stage: Stage; readonly keys: readonly IKey[]; readonly topic: ITopic },
): CfnRule => {
  const { roleOf } = principalsOf(Stack.of(scope), stage);
  const holders = FUNCTION_NAMES.filter((name) => Object.keys(GRANTS[name].rootKeys).length > 0).map(roleOf);
  return new CfnRule(scope, id, {
    name: `${prefixOf(stage)}root-key-stranger`,
    description: describeSymptom('root-key-stranger'),
    // Decrypt and GenerateDataKey only read; a rule that is merely enabled never sees such calls.
    state: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
    eventPattern: {
      source: ['aws.kms'],
      'detail-type': ['AWS API Call via CloudTrail'],
      detail: {
        eventSource: ['kms.amazonaws.com'],
        eventName: CALLS,
        resources: { ARN: keys.map(({ keyArn }) => keyArn) },
        // Users and services have no role.
        $or: [byRole({ 'anything-but': holders }), byRole({ exists: false })],
      },
    },
    targets: [
      {
        id: 'OnCall',
        arn: topic.topicArn,
        inputTransformer: {
          inputPathsMap: {
            at: '$.time',
            call: '$.detail.eventName',
            who: '$.detail.userIdentity.arn',
            event: '$.detail.eventID',
          },
          inputTemplate: `"${describeSymptom('root-key-stranger')} <call> by <who> at <at>, CloudTrail event <event>."`,
        },
      },
    ],
  });
};
