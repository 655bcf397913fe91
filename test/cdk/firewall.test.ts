import { describe, expect, it } from 'vitest';
import { readConfiguration, STAGES } from '../../cdk/configuration.ts';
import { resourcesOf } from './resolved-templates.ts';
import { templatesOf } from './synthesized.ts';

/** A group that blocks what its rules find, but for rules that only count. */
const enforced = (group: string, ...counted: readonly string[]) => ({
  OverrideAction: { None: {} },
  Statement: {
    ManagedRuleGroupStatement: {
      VendorName: 'AWS',
      Name: group,
      RuleActionOverrides: counted.map((name) => ({ Name: name, ActionToUse: { Count: {} } })),
    },
  },
});

describe.each(STAGES)('the firewall of %s', (stage) => {
  const [acl] = Object.values(resourcesOf(templatesOf(stage), 'Edge', 'AWS::WAFv2::WebACL'));
  const rules = (acl?.Properties.Rules ?? []) as readonly Readonly<Record<string, unknown>>[];

  it('stands before CloudFront and lets pass what no rule blocks', () => {
    expect(acl?.Properties).toMatchObject({ Scope: 'CLOUDFRONT', DefaultAction: { Allow: {} } });
  });

  it('blocks an address that sends more than the configured number of requests', () => {
    const { requestsPerAddressInFiveMinutes } = readConfiguration(stage).firewall;
    const [{ Action, Statement, OverrideAction } = {}] = rules;
    expect(Action).toEqual({ Block: {} });
    expect(OverrideAction).toBeUndefined();
    expect(Statement).toEqual({
      RateBasedStatement: {
        AggregateKeyType: 'IP',
        Limit: requestsPerAddressInFiveMinutes,
        EvaluationWindowSec: 300,
      },
    });
  });

  it('blocks known attackers and attacks, and merely counts bodies that its managed rules find too large', () => {
    expect(rules.slice(1).map(({ OverrideAction, Statement }) => ({ OverrideAction, Statement }))).toEqual([
      enforced('AWSManagedRulesAmazonIpReputationList'),
      enforced('AWSManagedRulesKnownBadInputsRuleSet'),
      enforced('AWSManagedRulesCommonRuleSet', 'SizeRestrictions_BODY'),
    ]);
    for (const { Action } of rules.slice(1)) expect(Action).toBeUndefined();
    expect(rules.map(({ Priority }) => Priority)).toEqual([0, 1, 2, 3]);
  });
});
