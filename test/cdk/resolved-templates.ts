import type { Resource, StackName, StackTemplate } from './synthesized.ts';

/** An account of the documentation's. */
export const ACCOUNT = '111122223333';
export const REGION = 'ap-southeast-1';

/** Stacks that stand where CloudFront, and IAM's events, are. */
const REGIONS: Readonly<Partial<Record<StackName, string>>> = { Edge: 'us-east-1', EdgeWatch: 'us-east-1' };

const regionOf = (stack: StackName): string => REGIONS[stack] ?? REGION;

type Templates = Readonly<Record<StackName, StackTemplate>>;

const pseudoParameters = (stack: StackName): Readonly<Record<string, string>> => ({
  'AWS::AccountId': ACCOUNT,
  'AWS::Partition': 'aws',
  'AWS::Region': regionOf(stack),
  'AWS::URLSuffix': 'amazonaws.com',
});

const named = (resource: Resource, property: string, logicalId: string): string =>
  typeof resource.Properties[property] === 'string' ? resource.Properties[property] : logicalId;

/** What CloudFormation would answer for a reference, as far as policies, alarms and rules speak of it. */
const referenceTo = (stack: StackName, logicalId: string, resource: Resource): string => {
  switch (resource.Type) {
    case 'AWS::Lambda::Function':
      return named(resource, 'FunctionName', logicalId);
    case 'AWS::Logs::LogGroup':
      return named(resource, 'LogGroupName', logicalId);
    case 'AWS::SNS::Topic':
      return `arn:aws:sns:${regionOf(stack)}:${ACCOUNT}:${named(resource, 'TopicName', logicalId)}`;
    default:
      return logicalId;
  }
};

/** What CloudFormation would answer for the attribute, as far as policies, alarms and rules speak of it. */
const attributeOf = (stack: StackName, logicalId: string, resource: Resource, attribute: string): string => {
  const arn = (service: string, part: string): string =>
    `arn:aws:${service}:${regionOf(stack)}:${ACCOUNT}:${part}`;
  switch (`${resource.Type}.${attribute}`) {
    case 'AWS::DynamoDB::GlobalTable.Arn':
      return arn('dynamodb', `table/${named(resource, 'TableName', logicalId)}`);
    case 'AWS::DynamoDB::GlobalTable.StreamArn':
      return arn(
        'dynamodb',
        `table/${named(resource, 'TableName', logicalId)}/stream/2026-01-01T00:00:00.000`,
      );
    case 'AWS::KMS::Key.Arn':
      return arn('kms', `key/${logicalId}`);
    case 'AWS::Logs::LogGroup.Arn':
      // The one ARN that ends in a wildcard: the group's streams.
      return arn('logs', `log-group:${named(resource, 'LogGroupName', logicalId)}:*`);
    case 'AWS::S3::Bucket.Arn':
      return `arn:aws:s3:::${logicalId}`;
    case 'AWS::SQS::Queue.Arn':
      return arn('sqs', named(resource, 'QueueName', logicalId));
    case 'AWS::SQS::Queue.QueueName':
      return named(resource, 'QueueName', logicalId);
    case 'AWS::Lambda::Function.Arn':
      return arn('lambda', `function:${named(resource, 'FunctionName', logicalId)}`);
    default:
      return `${logicalId}.${attribute}`;
  }
};

/** Replaces CloudFormation's intrinsic functions in a part of a stack's template by what they come to. */
export const resolved = (templates: Templates, stack: StackName, part: unknown): unknown => {
  const inside = (value: unknown): unknown => resolved(templates, stack, value);
  if (Array.isArray(part)) return part.map(inside);
  if (typeof part !== 'object' || part === null) return part;
  const entries = Object.entries(part);
  const [name, argument] = entries.length === 1 ? (entries[0] ?? ['', undefined]) : ['', undefined];
  const { Resources } = templates[stack];
  switch (name) {
    case 'Ref': {
      const resource = Resources[String(argument)];
      if (resource !== undefined) return referenceTo(stack, String(argument), resource);
      return pseudoParameters(stack)[String(argument)] ?? String(argument);
    }
    case 'Fn::GetAtt': {
      const [logicalId, attribute] = argument as readonly [string, string];
      const resource = Resources[logicalId];
      if (resource === undefined) throw new Error(`${stack} has no ${logicalId}`);
      return attributeOf(stack, logicalId, resource, attribute);
    }
    case 'Fn::Join': {
      const [separator, parts] = inside(argument) as readonly [string, readonly unknown[]];
      return parts.map(String).join(separator);
    }
    case 'Fn::Sub':
      return String(argument).replaceAll(
        /\$\{([A-Za-z:]+)\}/g,
        (_, ref: string) => pseudoParameters(stack)[ref] ?? ref,
      );
    case 'Fn::ImportValue': {
      for (const from of Object.keys(templates) as StackName[])
        for (const { Value, Export } of Object.values(templates[from].Outputs ?? {}))
          if (Export?.Name === argument) return resolved(templates, from, Value);
      throw new Error(`nothing exports ${String(argument)}`);
    }
    default:
      return Object.fromEntries(entries.map(([key, value]) => [key, inside(value)]));
  }
};

/** A stack's resources of a type, resolved, by logical id. */
export const resourcesOf = (
  templates: Templates,
  stack: StackName,
  type: string,
): Readonly<Record<string, Resource>> =>
  Object.fromEntries(
    Object.entries(templates[stack].Resources)
      .filter(([, { Type }]) => Type === type)
      .map(([logicalId, resource]) => [logicalId, resolved(templates, stack, resource) as Resource]),
  );
