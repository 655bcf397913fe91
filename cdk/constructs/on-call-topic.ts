import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import { prefixOf } from '../names.ts';
import type { Statement } from '../policies.ts';
import { serviceKey } from './service-key.ts';

const CLOUDWATCH = 'cloudwatch.amazonaws.com';
const EVENTBRIDGE = 'events.amazonaws.com';

/** Amazon SNS, "Enable compatibility between event sources from AWS services and encrypted topics". */
const encrypting = (Service: string): Statement => ({
  Effect: 'Allow',
  Principal: { Service },
  Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
  Resource: ['*'],
});

/**
 * A topic that reaches whoever is on call: alarms and rules of this account publish to it, over TLS. One for each region
 * that has alarms.
 *
 * @param name after the stage's prefix: `on-call`
 */
export const onCallTopic = (
  scope: Construct,
  id: string,
  { configuration, name }: { readonly configuration: Configuration; readonly name: string },
): Topic => {
  const { stage, onCallEmails } = configuration;
  const topic = new Topic(scope, id, {
    topicName: `${prefixOf(stage)}${name}`,
    enforceSSL: true,
    masterKey: serviceKey(scope, `${id}Key`, {
      description: 'messages to whoever is on call',
      stage,
      isProtected: false,
      services: ['sns'],
      statements: [CLOUDWATCH, EVENTBRIDGE].map(encrypting),
    }),
  });
  const publish = (Service: string, Condition?: Statement['Condition']): Statement => ({
    Effect: 'Allow',
    Principal: { Service },
    Action: ['sns:Publish'],
    Resource: [topic.topicArn],
    ...(Condition !== undefined && { Condition }),
  });
  const inThisAccount = { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } };
  for (const statement of [publish(CLOUDWATCH, inThisAccount), publish(EVENTBRIDGE)])
    topic.addToResourcePolicy(PolicyStatement.fromJson(statement));
  for (const email of onCallEmails) topic.addSubscription(new EmailSubscription(email));
  return topic;
};
