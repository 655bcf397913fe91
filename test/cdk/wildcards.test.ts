import { describe, expect, it } from 'vitest';
import { WILDCARDS } from '../../cdk/acknowledgements.ts';
import { STAGES } from '../../cdk/configuration.ts';
import { listOf, type PolicyStatement } from './iam-evaluator.ts';
import { resolved } from './resolved-templates.ts';
import { templatesOf, type Resource, type StackName } from './synthesized.ts';

/** Every policy document in a part of a template, wherever it hides. */
const documentsIn = (part: unknown): readonly (readonly PolicyStatement[])[] => {
  if (typeof part !== 'object' || part === null) return [];
  const { Statement } = part as { readonly Statement?: readonly PolicyStatement[] };
  return [
    ...(Array.isArray(Statement) ? [Statement as readonly PolicyStatement[]] : []),
    ...Object.values(part).flatMap(documentsIn),
  ];
};

/** An ARN as `<service>:<resource>`; other words as they are. */
const short = (name: string): string =>
  name.replace(/^arn:aws:([a-z0-9]+):[^:]*:[^:]*:/, '$1:').replace(/Bucket[0-9A-F]{8}/, 'Bucket');

/** The streams of one log group: the only wildcard that a function's policy cannot do without. */
const isOwnLog = (name: string): boolean => /^logs:log-group:\/temkin\/[a-z/-]+:\*$/.test(name);

/** Wildcards in what a resource's policies allow. */
const wildcardsOf = ({ Type, Properties }: Resource): readonly string[] => {
  const statements = documentsIn(Properties)
    .flat()
    .filter(({ Effect }) => Effect === 'Allow');
  return [
    ...listOf(Properties.ManagedPolicyArns as readonly string[] | undefined),
    ...statements.flatMap(({ Action, Resource: of, Principal }) => [
      ...listOf(Action).filter((action) => action.includes('*')),
      // In the policy of a key, the key itself.
      ...(Type === 'AWS::KMS::Key' ? [] : listOf(of).filter((name) => name.includes('*'))),
      ...(JSON.stringify(Principal ?? '').includes('"*"') ? ['anybody'] : []),
    ]),
  ]
    .map(short)
    .filter((name) => !isOwnLog(name));
};

describe.each(STAGES)('the policies of %s', (stage) => {
  const templates = templatesOf(stage);
  const stacks = Object.keys(templates) as readonly StackName[];
  const resources = stacks.flatMap((stack) =>
    Object.entries(templates[stack].Resources).map(([id, resource]) => ({
      at: `${stack} ${id}`,
      resource: resolved(templates, stack, resource) as Resource,
    })),
  );

  it('hold no wildcard but the acknowledged ones, and all of these', () => {
    const found = resources.flatMap(({ at, resource }) =>
      wildcardsOf(resource).map((pattern) => `${at.split(' ')[0]} ${pattern}`),
    );
    const acknowledged = WILDCARDS.map(
      ({ stack, pattern }) => `${stack} ${pattern.replace('<stage>', stage)}`,
    );
    expect([...new Set(found)].toSorted()).toEqual(acknowledged.toSorted());
  });

  it('are looked for where they are', () => {
    const withPolicies = resources.filter(({ resource }) => documentsIn(resource.Properties).length > 0);
    expect([...new Set(withPolicies.map(({ resource }) => resource.Type))].toSorted()).toEqual([
      'AWS::IAM::Role',
      'AWS::KMS::Key',
      'AWS::S3::BucketPolicy',
      'AWS::SNS::TopicPolicy',
      'AWS::SQS::QueuePolicy',
    ]);
  });
});
