import { Stack, type App } from 'aws-cdk-lib';
import type { Configuration } from '../configuration.ts';
import { firewall } from '../constructs/firewall.ts';
import { prefixOf } from '../names.ts';

/**
 * Where web ACLs of CloudFront live (AWS WAF, "Resources that you can protect"), its metrics (Amazon CloudFront, "Monitor
 * CloudFront metrics with Amazon CloudWatch") and the events of IAM.
 */
export const EDGE_REGION = 'us-east-1';

/** What stands before CloudFront. */
export interface Edge {
  readonly stack: Stack;
  readonly webAclArn: string;
}

/** The firewall, in the one region where CloudFront looks for it. */
export const edgeStack = (app: App, configuration: Configuration): Edge => {
  const { stage, account } = configuration;
  const stack = new Stack(app, 'Edge', {
    stackName: `${prefixOf(stage)}edge`,
    description: `Temkin ${stage}: firewall of the edge`,
    env: { account, region: EDGE_REGION },
    crossRegionReferences: isElsewhere(configuration),
  });
  return { stack, webAclArn: firewall(stack, 'Firewall', configuration).attrArn };
};

/** Whether the data is in another region than the edge. */
export const isElsewhere = ({ region }: Configuration): boolean => region !== EDGE_REGION;
