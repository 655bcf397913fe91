import type { Resource, StackName, StackTemplate } from './synthesized.ts';

/** An account of the documentation's. */
export const ACCOUNT = '111122223333';
export const REGION = 'ap-southeast-1';

type Templates = Readonly<Record<StackName, StackTemplate>>;

const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  'AWS::AccountId': ACCOUNT,
  'AWS::Partition': 'aws',
  'AWS::Region': REGION,
  'AWS::URLSuffix': 'amazonaws.com',
};

const arn = (service: string, resource: string): string =>
  `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;

const named = (resource: Resource, property: string, logicalId: string): string =>
  typeof resource.Properties[property] === 'string' ? resource.Properties[property] : logicalId;

/** What CloudFormation would answer for the attribute, as far as policies speak of it. */
const attributeOf = (logicalId: string, resource: Resource, attribute: string): string => {
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
    case 'AWS::SQS::Queue.Arn':
      return arn('sqs', named(resource, 'QueueName', logicalId));
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
    case 'Ref':
      return PSEUDO_PARAMETERS[String(argument)] ?? String(argument);
    case 'Fn::GetAtt': {
      const [logicalId, attribute] = argument as readonly [string, string];
      const resource = Resources[logicalId];
      if (resource === undefined) throw new Error(`${stack} has no ${logicalId}`);
      return attributeOf(logicalId, resource, attribute);
    }
    case 'Fn::Join': {
      const [separator, parts] = inside(argument) as readonly [string, readonly unknown[]];
      return parts.map(String).join(separator);
    }
    case 'Fn::Sub':
      return String(argument).replaceAll(
        /\$\{([A-Za-z:]+)\}/g,
        (_, ref: string) => PSEUDO_PARAMETERS[ref] ?? ref,
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
