import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import { prefixOf } from '../names.ts';

/** AWS managed rule groups, in the order they are asked; `counts` names rules that are counted and not enforced. */
const MANAGED_RULES: readonly { readonly group: string; readonly counts: readonly string[] }[] = [
  { group: 'AWSManagedRulesAmazonIpReputationList', counts: [] },
  { group: 'AWSManagedRulesKnownBadInputsRuleSet', counts: [] },
  // Refuses bodies over 8 KB; a batch of parcels has up to 1 MiB, and our own limit stands behind it.
  { group: 'AWSManagedRulesCommonRuleSet', counts: ['SizeRestrictions_BODY'] },
];

const visibility = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
  cloudWatchMetricsEnabled: true,
  metricName,
  // A sample would keep addresses and headers of requests, tokens among them.
  sampledRequestsEnabled: false,
});

/** The web ACL: known attackers, known attacks, and more requests from one address than people or depots send. */
export const firewall = (
  scope: Construct,
  id: string,
  { stage, firewall: limits }: Configuration,
): CfnWebACL =>
  new CfnWebACL(scope, id, {
    name: `${prefixOf(stage)}firewall`,
    scope: 'CLOUDFRONT',
    defaultAction: { allow: {} },
    visibilityConfig: visibility('all'),
    rules: [
      {
        name: 'RequestsPerAddress',
        priority: 0,
        action: { block: {} },
        statement: {
          rateBasedStatement: {
            aggregateKeyType: 'IP',
            limit: limits.requestsPerAddressInFiveMinutes,
            evaluationWindowSec: 300,
          },
        },
        visibilityConfig: visibility('requests-per-address'),
      },
      ...MANAGED_RULES.map(({ group, counts }, i) => ({
        name: group,
        priority: i + 1,
        overrideAction: { none: {} },
        statement: {
          managedRuleGroupStatement: {
            vendorName: 'AWS',
            name: group,
            ruleActionOverrides: counts.map((name) => ({ name, actionToUse: { count: {} } })),
          },
        },
        visibilityConfig: visibility(group),
      })),
    ],
  });
