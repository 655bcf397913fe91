import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readConfiguration, STAGES } from '../../cdk/configuration.ts';
import { FUNCTION_NAMES } from '../../cdk/functions.ts';
import { ROOT_KEY_NAMES, type RootKeyName } from '../../cdk/grant.ts';
import { GRANTS } from '../../cdk/grants.ts';
import { pascal } from '../../cdk/pascal.ts';
import { SYMPTOMS } from '../../cdk/symptoms.ts';
import { fits } from './event-pattern.ts';
import { ACCOUNT, REGION, resourcesOf } from './resolved-templates.ts';
import { templatesOf, type StackName } from './synthesized.ts';

const RUNBOOKS = new URL('../../docs/operations.md', import.meta.url);

/** Anchors of a page, as its headings make them. */
const anchors = existsSync(RUNBOOKS)
  ? [...readFileSync(RUNBOOKS, 'utf8').matchAll(/^#{2,6} +(.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .trim()
        .replaceAll(' ', '-'),
    )
  : [];

describe('docs/operations.md', () => {
  it.each(Object.keys(SYMPTOMS))('says what to do about %s', (symptom) => {
    expect(anchors).toContain(symptom);
  });
});

/** An event of CloudTrail, as far as rules look at it. */
interface TrailEvent {
  readonly service: string;
  readonly eventName: string;
  readonly resources?: readonly { readonly ARN: string }[];
  readonly userIdentity: unknown;
  readonly requestParameters?: unknown;
}

const asRole = (arn: string) => ({ arn, sessionContext: { sessionIssuer: { arn } } });

/** Uses of a key, and changes of it. */
const KEY_CALLS = [
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

/** What makes the key of a bucket unusable, or prepares it. */
const BUCKET_KEY_CALLS = [
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

/** Changes of a role. */
const ROLE_CALLS = [
  'AttachRolePolicy',
  'CreateRole',
  'DeleteRole',
  'DeleteRolePolicy',
  'DetachRolePolicy',
  'PutRolePolicy',
  'UpdateAssumeRolePolicy',
];

describe.each(STAGES)('whoever is on call in %s', (stage) => {
  const templates = templatesOf(stage);
  const of = (type: string, stacks: readonly StackName[] = ['Watch']) =>
    stacks.flatMap((stack) =>
      Object.values(resourcesOf(templates, stack, type)).map(({ Properties }) => Properties),
    );
  const rules = of('AWS::Events::Rule', ['Watch', 'EdgeWatch']);
  const arnOf = (topic: string, region: string) =>
    `arn:aws:sns:${region}:${ACCOUNT}:temkin-${stage}-${topic}`;
  const roleOf = (name: string) => `arn:aws:iam::${ACCOUNT}:role/temkin-${stage}-${name}`;

  /** Names of the rules that a call sets off. */
  const setOff = ({ service, ...event }: TrailEvent): readonly string[] =>
    rules
      .filter(({ EventPattern }) =>
        fits(EventPattern, {
          source: `aws.${service}`,
          'detail-type': 'AWS API Call via CloudTrail',
          detail: { eventSource: `${service}.amazonaws.com`, ...event },
        }),
      )
      .map(({ Name }) => String(Name).replace(`temkin-${stage}-`, ''));

  const arnOfKey = (construct: string): string => {
    const ids = Object.keys(resourcesOf(templates, 'Data', 'AWS::KMS::Key'));
    return `arn:aws:kms:${REGION}:${ACCOUNT}:key/${ids.find((id) => id.startsWith(construct)) ?? ''}`;
  };
  const onKey = (root: RootKeyName, eventName: string, userIdentity: unknown) =>
    setOff({
      service: 'kms',
      eventName,
      userIdentity,
      resources: [{ ARN: arnOfKey(`${pascal(root)}RootKey`) }],
    });

  const bySequencer = (eventName: string, construct: string) =>
    setOff({
      service: 'kms',
      eventName,
      userIdentity: asRole(roleOf('audit-sequencer')),
      resources: [{ ARN: arnOfKey(construct) }],
    });

  const onRole = (roleName: string, eventName: string) =>
    setOff({
      service: 'iam',
      eventName,
      userIdentity: asRole(roleOf('administrator')),
      requestParameters: { roleName },
    });

  it('hears of every symptom, and where it says what to do', () => {
    const told = [...of('AWS::CloudWatch::Alarm', ['Watch', 'EdgeWatch']), ...rules].map(
      ({ AlarmDescription, Description }) => String(AlarmDescription ?? Description),
    );
    const linked = told.map((text) => /docs\/operations\.md#([a-z0-9-]+)$/.exec(text)?.[1] ?? text);
    expect([...new Set(linked)].toSorted()).toEqual(Object.keys(SYMPTOMS).toSorted());
  });

  it.each([
    ['root-key-stranger-main', 'root-key-stranger', arnOf('on-call', REGION)],
    ['root-key-stranger-escrow', 'root-key-stranger', arnOf('on-call', REGION)],
    ['root-key-stranger-registry', 'root-key-stranger', arnOf('on-call', REGION)],
    ['root-key-stranger-registry-index', 'root-key-stranger', arnOf('on-call', REGION)],
    ['signing-key-stranger-bundle', 'signing-key-stranger', arnOf('on-call', REGION)],
    ['signing-key-stranger-log', 'signing-key-stranger', arnOf('on-call', REGION)],
    ['signing-key-stranger-call', 'signing-key-stranger', arnOf('on-call', REGION)],
    ['log-bucket-key-changed', 'log-bucket-key-changed', arnOf('on-call', REGION)],
    ['registry-bucket-key-changed', 'registry-bucket-key-changed', arnOf('on-call', REGION)],
    ['role-changed', 'role-changed', arnOf('edge-on-call', 'us-east-1')],
  ] as const)('is told by the rule %s of calls that only read, too', (name, symptom, topic) => {
    const rule = rules.find(({ Name }) => Name === `temkin-${stage}-${name}`);
    expect(rule?.State).toBe('ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS');
    expect(rule?.Targets).toEqual([
      {
        Id: 'OnCall',
        Arn: topic,
        InputTransformer: {
          InputPathsMap: {
            at: '$.time',
            call: '$.detail.eventName',
            who: '$.detail.userIdentity.arn',
            event: '$.detail.eventID',
          },
          InputTemplate: expect.stringContaining(`docs/operations.md#${symptom}`),
        },
      },
    ]);
    expect(rules).toHaveLength(10);
  });

  it.each(ROOT_KEY_NAMES)('hears of every call on %s but those of its own holders', (root) => {
    for (const name of FUNCTION_NAMES) {
      const holds = GRANTS[name].rootKeys[root] !== undefined;
      for (const call of ['Decrypt', 'GenerateDataKey', 'PutKeyPolicy'])
        expect(onKey(root, call, asRole(roleOf(name))), `${name} ${call}`).toEqual(
          holds ? [] : [`root-key-stranger-${root}`],
        );
    }
    const strangers = [
      asRole(roleOf('administrator')),
      { arn: `arn:aws:iam::${ACCOUNT}:user/somebody` },
      { invokedBy: 'dynamodb.amazonaws.com' },
    ];
    for (const stranger of strangers)
      expect(onKey(root, 'Decrypt', stranger)).toEqual([`root-key-stranger-${root}`]);
  });

  it.each(KEY_CALLS)('hears of a stranger who calls %s on a root key, and on no other key', (call) => {
    const stranger = asRole(roleOf('administrator'));
    expect(onKey('main', call, stranger)).toEqual(['root-key-stranger-main']);
    expect(
      setOff({ service: 'kms', eventName: call, userIdentity: stranger, resources: [{ ARN: 'another' }] }),
    ).toEqual([]);
  });

  it.each(BUCKET_KEY_CALLS)(
    'hears of whoever calls %s on the keys that encrypt logs and images',
    (eventName) => {
      expect(bySequencer(eventName, 'LogBucketKey')).toEqual(['log-bucket-key-changed']);
      expect(bySequencer(eventName, 'RegistryBucketKey')).toEqual(['registry-bucket-key-changed']);
    },
  );

  it('hears nothing of who reads and writes logs, nor of changes of keys that only tables need', () => {
    for (const use of ['Decrypt', 'GenerateDataKey']) expect(bySequencer(use, 'LogBucketKey')).toEqual([]);
    expect(bySequencer('DisableKey', 'ParcelTableKey')).toEqual([]);
  });

  it('hears of whoever changes a role that a root key or a signing key trusts, and of no other role', () => {
    for (const name of FUNCTION_NAMES) {
      const { rootKeys, signs = [] } = GRANTS[name];
      const isTrusted = Object.keys(rootKeys).length + signs.length > 0;
      for (const call of ROLE_CALLS)
        expect(onRole(`temkin-${stage}-${name}`, call), `${call} ${name}`).toEqual(
          isTrusted ? ['role-changed'] : [],
        );
    }
    expect(onRole('somebody-else', 'PutRolePolicy')).toEqual([]);
  });

  it.each(['Watch', 'EdgeWatch'] as const)('is subscribed to the topic of %s', (stack) => {
    const { onCallEmails } = readConfiguration(stage);
    const region = stack === 'Watch' ? REGION : 'us-east-1';
    const topic = arnOf(stack === 'Watch' ? 'on-call' : 'edge-on-call', region);
    expect(of('AWS::SNS::Subscription', [stack])).toEqual(
      onCallEmails.map((Endpoint) => ({ Protocol: 'email', Endpoint, TopicArn: topic })),
    );
  });

  it('has a dashboard of operations, and one of reported calls that shows what rings nobody', () => {
    const [operations, calls, ...more] = of('AWS::CloudWatch::Dashboard');
    expect([operations?.DashboardName, calls?.DashboardName, more]).toEqual([
      `temkin-${stage}-operations`,
      `temkin-${stage}-calls`,
      [],
    ]);
    for (const metric of ['CallsDeclared', 'CallsUndeclared', 'CallsSpoofed'])
      expect(JSON.stringify(calls?.DashboardBody)).toContain(metric);
  });
});
