import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { STAGES } from '../../cdk/configuration.ts';
import { FUNCTION_NAMES } from '../../cdk/functions.ts';
import { GRANTS } from '../../cdk/grants.ts';
import { SYMPTOMS } from '../../cdk/symptoms.ts';
import { resourcesOf } from './resolved-templates.ts';
import { templatesOf } from './synthesized.ts';

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

const issuer = (arn: unknown) => ({ userIdentity: { sessionContext: { sessionIssuer: { arn: [arn] } } } });

describe.each(STAGES)('whoever is on call in %s', (stage) => {
  const templates = templatesOf(stage);
  const of = (type: string) =>
    Object.values(resourcesOf(templates, 'Watch', type)).map(({ Properties }) => Properties);
  const alarms = of('AWS::CloudWatch::Alarm');
  const [rule = {}] = of('AWS::Events::Rule');
  const topicId = Object.keys(resourcesOf(templates, 'Watch', 'AWS::SNS::Topic'))[0];

  it('hears of every symptom, and where it says what to do', () => {
    const told = [...alarms.map(({ AlarmDescription }) => AlarmDescription), rule.Description].map(String);
    const linked = told.map((text) => /docs\/operations\.md#([a-z0-9-]+)$/.exec(text)?.[1] ?? text);
    expect([...new Set(linked)].toSorted()).toEqual(Object.keys(SYMPTOMS).toSorted());
  });

  it('is told by every alarm, when it is over too', () => {
    expect(alarms.length).toBeGreaterThan(20);
    for (const { AlarmActions, OKActions } of alarms) {
      expect(AlarmActions).toEqual([topicId]);
      expect(OKActions).toEqual([topicId]);
    }
  });

  it.each(FUNCTION_NAMES)('hears of errors and throttling of %s', (name) => {
    for (const symptom of ['function-errors', 'function-throttled'])
      expect(alarms.map(({ AlarmName }) => AlarmName)).toContain(`temkin-${stage}-${symptom}-${name}`);
  });

  it('hears of silence where silence is the symptom', () => {
    const silent = alarms.filter(({ TreatMissingData }) => TreatMissingData === 'breaching');
    expect(silent).toHaveLength(1);
    expect(silent[0]).toMatchObject({
      AlarmName: `temkin-${stage}-shredder-silent`,
      ComparisonOperator: 'LessThanThreshold',
      EvaluationPeriods: 3,
      Period: 3_600,
      Threshold: 1,
    });
  });

  it('hears of what functions write down, by field and not by text', () => {
    const patterns = Object.values(resourcesOf(templates, 'Watch', 'AWS::Logs::MetricFilter')).map(
      ({ Properties }) => String(Properties.FilterPattern),
    );
    expect(patterns.filter((pattern) => pattern === '{ $.level = "error" }')).toHaveLength(
      FUNCTION_NAMES.length,
    );
    expect(patterns).toContain('{ $.finding = "change-without-event" }');
    expect(patterns).toContain('{ $.finding = "label-keys-shredded" }');
    expect(patterns).toContain('{ $.finding = "escrow-ceiling-reached" }');
  });

  it('hears of every call on a root key that no function made, read-only calls included', () => {
    expect(rule.State).toBe('ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS');
    const { detail } = rule.EventPattern as {
      readonly detail: {
        readonly eventName: readonly string[];
        readonly resources: { readonly ARN: readonly string[] };
        readonly $or: readonly unknown[];
      };
    };
    expect(detail.eventName).toEqual(expect.arrayContaining(['Decrypt', 'GenerateDataKey', 'PutKeyPolicy']));
    expect(detail.resources.ARN).toEqual([
      expect.stringContaining('key/MainRootKey'),
      expect.stringContaining('key/EscrowRootKey'),
    ]);
    const holders = FUNCTION_NAMES.filter((name) => Object.keys(GRANTS[name].rootKeys).length > 0);
    expect(detail.$or).toEqual([
      issuer({
        'anything-but': holders.map((name) => `arn:aws:iam::111122223333:role/temkin-${stage}-${name}`),
      }),
      issuer({ exists: false }),
    ]);
  });

  it('is reached by a topic that is encrypted and takes messages of alarms and rules over TLS', () => {
    expect(of('AWS::SNS::Topic')[0]?.KmsMasterKeyId).toEqual(expect.stringContaining('OnCallKey'));
    const [policy = {}] = of('AWS::SNS::TopicPolicy');
    const { Statement } = policy.PolicyDocument as { readonly Statement: readonly unknown[] };
    expect(Statement).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' } }),
        expect.objectContaining({ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' } }),
        expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      ]),
    );
    expect(of('AWS::SNS::Subscription').length).toBeGreaterThan(0);
  });

  it('has a dashboard', () => {
    expect(of('AWS::CloudWatch::Dashboard')).toHaveLength(1);
  });
});
