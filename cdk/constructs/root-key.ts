import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Stage } from '../configuration.ts';
import type { RootKeyName } from '../grant.ts';
import { rootKeyPolicy } from '../key-policies.ts';
import { prefixOf, principalsOf } from '../names.ts';
import { policyDocument } from './policy-document.ts';

/**
 * A root key: rotated every year, used by the named roles for their purposes and by nobody else. Deleted after 30 days at
 * the earliest, the longest that KMS offers; a protected one outlives its stack.
 */
export const rootKey = (
  scope: Construct,
  id: string,
  {
    name,
    stage,
    isProtected,
  }: { readonly name: RootKeyName; readonly stage: Stage; readonly isProtected: boolean },
): Key =>
  new Key(scope, id, {
    description: `Temkin ${stage}: root key "${name}", wraps tenant keys`,
    alias: `${prefixOf(stage)}${name}`,
    policy: policyDocument(rootKeyPolicy(name, principalsOf(Stack.of(scope), stage), isProtected)),
    enableKeyRotation: true,
    pendingWindow: Duration.days(30),
    removalPolicy: isProtected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
