import { CfnRule } from 'aws-cdk-lib/aws-events';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Stage } from '../configuration.ts';
import { prefixOf } from '../names.ts';
import { describeSymptom, type Symptom } from '../symptoms.ts';

/**
 * Tells whoever is on call of every call on an AWS service that fits, allowed or denied. The account must have a trail that
 * records management events.
 */
export const reportedCalls = (
  scope: Construct,
  id: string,
  {
    stage,
    symptom,
    of,
    service,
    detail,
    topic,
  }: {
    readonly stage: Stage;
    readonly symptom: Symptom;
    /** What shows it, where several can: a key's name. */
    readonly of?: string;
    /** `kms`, `iam`, … */
    readonly service: string;
    /** Beyond the service: which of its events, as CloudTrail writes them. */
    readonly detail: Readonly<Record<string, unknown>>;
    readonly topic: ITopic;
  },
): CfnRule => {
  return new CfnRule(scope, id, {
    name: `${prefixOf(stage)}${symptom}${of === undefined ? '' : `-${of}`}`,
    description: describeSymptom(symptom),
    // Decrypt and GenerateDataKey only read; a rule that is merely enabled never sees such calls.
    state: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
    eventPattern: {
      source: [`aws.${service}`],
      'detail-type': ['AWS API Call via CloudTrail'],
      detail: { eventSource: [`${service}.amazonaws.com`], ...detail },
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
          inputTemplate: `"${describeSymptom(symptom)}${of === undefined ? '' : ` (${of})`}: <call> by <who> at <at>, CloudTrail event <event>."`,
        },
      },
    ],
  });
};
