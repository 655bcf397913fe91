import type { CfnRule } from 'aws-cdk-lib/aws-events';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Stage } from '../configuration.ts';
import { ROOT_KEY_NAMES, SIGNING_KINDS } from '../grant.ts';
import { signersWith, trustedBy } from '../key-policies.ts';
import { prefixOf } from '../names.ts';
import { reportedCalls } from './reported-calls.ts';

/** What makes a role another one, or lets somebody else take it on, as CloudTrail names it. */
const CALLS = [
  'AttachRolePolicy',
  'CreateRole',
  'DeleteRole',
  'DeleteRolePolicy',
  'DetachRolePolicy',
  'PutRolePolicy',
  'UpdateAssumeRolePolicy',
];

/**
 * Tells whoever is on call of every change of a role that a root key or a signing key trusts, which they do by name: a deployment's own
 * changes too. Must stand in us-east-1, where the events of IAM are.
 */
export const roleChanges = (
  scope: Construct,
  id: string,
  { stage, topic }: { readonly stage: Stage; readonly topic: ITopic },
): CfnRule => {
  const roots = ROOT_KEY_NAMES.flatMap((name) => trustedBy(name));
  const trusted = new Set([...roots, ...SIGNING_KINDS.flatMap(signersWith)]);
  return reportedCalls(scope, id, {
    stage,
    symptom: 'role-changed',
    service: 'iam',
    detail: {
      eventName: CALLS,
      requestParameters: { roleName: [...trusted].map((name) => prefixOf(stage) + name) },
    },
    topic,
  });
};
