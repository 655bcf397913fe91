import { describe, expect, it } from 'vitest';
import { STAGES } from '../../cdk/configuration.ts';
import { effectsOn, isAllowed, type Call, type PolicyStatement } from './iam-evaluator.ts';
import { ACCOUNT, resourcesOf } from './resolved-templates.ts';
import { templatesOf, type StackName } from './synthesized.ts';

/** Services through which a key may be used, by the key's logical id. */
const THROUGH: Readonly<Record<string, readonly string[]>> = {
  'Data CryptoTableKey': ['dynamodb.ap-southeast-1.amazonaws.com'],
  'Data AuditTableKey': ['dynamodb.ap-southeast-1.amazonaws.com'],
  'Data HttpTableKey': ['dynamodb.ap-southeast-1.amazonaws.com'],
  'Data ParcelTableKey': ['dynamodb.ap-southeast-1.amazonaws.com'],
  'Data AccessTableKey': ['dynamodb.ap-southeast-1.amazonaws.com'],
  'Data CallerIdTableKey': ['dynamodb.ap-southeast-1.amazonaws.com'],
  'Data WebhookTableKey': ['dynamodb.ap-southeast-1.amazonaws.com'],
  'Data SubscriberTableKey': ['dynamodb.ap-southeast-1.amazonaws.com'],
  'Data LogBucketKey': ['s3.ap-southeast-1.amazonaws.com'],
  'Data RegistryBucketKey': ['s3.ap-southeast-1.amazonaws.com'],
  'Api EnvironmentKey': [
    'lambda.ap-southeast-1.amazonaws.com',
    'secretsmanager.ap-southeast-1.amazonaws.com',
  ],
  'Watch OnCallKey': ['sns.ap-southeast-1.amazonaws.com'],
  'EdgeWatch OnCallKey': ['sns.us-east-1.amazonaws.com'],
};
const SERVICES = [...new Set(Object.values(THROUGH).flat()), 's3.ap-southeast-1.amazonaws.com'];

const USES = ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:CreateGrant'];

/** A policy that is generous enough to show that the key's own is what refuses. */
const EVERYTHING: readonly PolicyStatement[] = [{ Effect: 'Allow', Action: '*', Resource: '*' }];

const call = (principal: string, action: string, context: Call['context'] = {}): Call => ({
  principal,
  action,
  resource: `arn:aws:kms:ap-southeast-1:${ACCOUNT}:key/this`,
  context,
});

const PUBLISHERS = ['cloudwatch.amazonaws.com', 'events.amazonaws.com'];

describe.each(STAGES)('the keys that services of %s encrypt with', (stage) => {
  const templates = templatesOf(stage);
  const keys = (['Data', 'Api', 'Watch', 'EdgeWatch'] as const).flatMap((stack: StackName) =>
    Object.entries(resourcesOf(templates, stack, 'AWS::KMS::Key')).map(([id, { Properties }]) => ({
      name: `${stack} ${id.replace(/[0-9A-F]{8}$/, '')}`,
      rotates: Properties.EnableKeyRotation,
      policy: (Properties.KeyPolicy as { readonly Statement: readonly PolicyStatement[] }).Statement,
    })),
  );
  const policyOf = (name: string): readonly PolicyStatement[] =>
    keys.find((key) => key.name === name)?.policy ?? [];
  const ours = `arn:aws:iam::${ACCOUNT}:role/temkin-${stage}-parcel-api`;

  it('are these beside root and signing keys, and all but those that sign are rotated', () => {
    const signing = ['Data BundleSigningKey', 'Data LogSigningKey', 'Data CallSigningKey'];
    expect(keys.map(({ name }) => name).toSorted()).toEqual(
      [
        ...Object.keys(THROUGH),
        ...['Main', 'Escrow', 'Registry', 'RegistryIndex'].map((root) => `Data ${root}RootKey`),
        ...signing,
      ].toSorted(),
    );
    // KMS rotates no key that signs.
    for (const { name, rotates } of keys)
      expect(rotates, name).toBe(signing.includes(name) ? undefined : true);
  });

  it.each(Object.entries(THROUGH))('let nobody use %s but through its services', (name, services) => {
    for (const action of USES) {
      for (const service of SERVICES)
        expect(
          isAllowed(call(ours, action, { 'kms:ViaService': service }), EVERYTHING, policyOf(name)),
          `${action} through ${service}`,
        ).toBe(services.includes(service));
      expect(isAllowed(call(ours, action), EVERYTHING, policyOf(name)), action).toBe(false);
    }
  });

  it.each(Object.keys(THROUGH))(
    'keep %s from other accounts and from services that are not named',
    (name) => {
      for (const principal of [`arn:aws:iam::444455556666:role/any`, 's3.amazonaws.com', ...PUBLISHERS])
        for (const action of USES) {
          const publishes =
            name.endsWith('OnCallKey') &&
            PUBLISHERS.includes(principal) &&
            ['kms:Decrypt', 'kms:GenerateDataKey'].includes(action);
          for (const context of [undefined, { 'kms:ViaService': THROUGH[name]?.[0] ?? '' }])
            expect(
              [...effectsOn(call(principal, action, context), policyOf(name))],
              `${principal} ${action}`,
            ).toEqual(publishes ? ['Allow'] : []);
        }
    },
  );

  it('take a second factor to disable or delete the keys of the buckets where data is protected, and no other', () => {
    const administrator = `arn:aws:iam::${ACCOUNT}:role/administrator`;
    for (const name of Object.keys(THROUGH))
      for (const action of ['kms:DisableKey', 'kms:ScheduleKeyDeletion']) {
        const isAllowedWith = (context: Call['context']): boolean =>
          isAllowed(call(administrator, action, context), EVERYTHING, policyOf(name));
        const takesOne = stage === 'prod' && name.endsWith('BucketKey');
        expect(isAllowedWith({ 'aws:MultiFactorAuthPresent': 'true' }), `${action} ${name}`).toBe(true);
        expect(isAllowedWith({ 'aws:MultiFactorAuthPresent': 'false' }), `${action} ${name}`).toBe(!takesOne);
        expect(isAllowedWith({}), `${action} ${name}`).toBe(!takesOne);
      }
  });

  it.each(['Watch', 'EdgeWatch'] as const)('let alarms and rules publish to the topic of %s', (stack) => {
    const topics = Object.values(resourcesOf(templates, stack, 'AWS::SNS::Topic'));
    expect(topics.map(({ Properties }) => Properties.KmsMasterKeyId)).toEqual([
      expect.stringMatching(/:key\/OnCallKey[0-9A-F]{8}$/),
    ]);
    const region = stack === 'Watch' ? 'ap-southeast-1' : 'us-east-1';
    const topic = `arn:aws:sns:${region}:${ACCOUNT}:temkin-${stage}-${stack === 'Watch' ? '' : 'edge-'}on-call`;
    const policies = Object.values(resourcesOf(templates, stack, 'AWS::SNS::TopicPolicy'));
    const statements = policies.flatMap(
      ({ Properties }) =>
        (Properties.PolicyDocument as { readonly Statement: readonly PolicyStatement[] }).Statement,
    );
    const effects = (principal: string, account: string, tls: string): readonly string[] => [
      ...effectsOn(
        {
          principal,
          action: 'sns:Publish',
          resource: topic,
          context: { 'aws:SourceAccount': account, 'aws:SecureTransport': tls },
        },
        statements,
      ),
    ];
    for (const publisher of PUBLISHERS) {
      for (const action of ['kms:Decrypt', 'kms:GenerateDataKey'])
        expect([...effectsOn(call(publisher, action), policyOf(`${stack} OnCallKey`))]).toEqual(['Allow']);
      expect(effects(publisher, ACCOUNT, 'true'), publisher).toEqual(['Allow']);
      expect(effects(publisher, ACCOUNT, 'false'), publisher).toContain('Deny');
    }
    expect(effects('cloudwatch.amazonaws.com', '444455556666', 'true')).toEqual([]);
    expect(effects('s3.amazonaws.com', ACCOUNT, 'true')).toEqual([]);
  });
});
