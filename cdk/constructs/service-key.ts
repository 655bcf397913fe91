import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Key, type IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Stage } from '../configuration.ts';
import { serviceKeyPolicy } from '../key-policies.ts';
import { principalsOf } from '../names.ts';
import type { Statement } from '../policies.ts';
import { policyDocument } from './policy-document.ts';

/** What a service's endpoint is called in the stack's region: the value of `kms:ViaService`. */
export const serviceName = (scope: Construct, service: string): string =>
  `${service}.${Stack.of(scope).region}.amazonaws.com`;

/** A customer-managed key that AWS services encrypt with on our behalf; of no use but through them. */
export const serviceKey = (
  scope: Construct,
  id: string,
  options: {
    readonly description: string;
    readonly stage: Stage;
    readonly isProtected: boolean;
    /** `dynamodb`, `lambda`, … */
    readonly services: readonly string[];
    /** Beyond whoever the account's own policies allow it. */
    readonly statements?: readonly Statement[];
  },
): IKey => {
  const { description, stage, isProtected, services, statements = [] } = options;
  const through = services.map((service) => serviceName(scope, service));
  const key = new Key(scope, id, {
    description: `Temkin ${stage}: ${description}`,
    policy: policyDocument([
      ...serviceKeyPolicy(through, principalsOf(Stack.of(scope), stage)),
      ...statements,
    ]),
    enableKeyRotation: true,
    pendingWindow: Duration.days(30),
    removalPolicy: isProtected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  // By its name alone, so that no construct that is given the key adds to its policy.
  return Key.fromKeyArn(scope, `${id}ByName`, key.keyArn);
};
