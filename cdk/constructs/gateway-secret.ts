import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { Stage } from '../configuration.ts';
import { prefixOf } from '../names.ts';

/** A secret that a company's own gateway has too. */
export interface GatewaySecret {
  readonly stage: Stage;
  readonly key: IKey;
  /** Within the stage, with what tells one generation from another. */
  readonly name: string;
  readonly does: string;
}

/** A secret that a gateway learns by hand: a reference, which CloudFormation replaces as it deploys. */
export const gatewaySecret = (
  scope: Construct,
  id: string,
  { stage, key, name, does }: GatewaySecret,
): string => {
  const secret = new Secret(scope, id, {
    secretName: `${prefixOf(stage)}${name}`,
    description: `Temkin ${stage}: ${does}`,
    encryptionKey: key,
    generateSecretString: { passwordLength: 48, excludePunctuation: true },
    removalPolicy: RemovalPolicy.DESTROY,
  });
  // Here, since which gateways there are, and in which generation, is a matter of configuration.
  Validations.of(secret).acknowledge({
    id: 'AwsSolutions-SMG4',
    reason:
      'The gateway that shares it is the company’s or its operator’s and learns a new secret by hand, not by a schedule.',
  });
  return secret.secretValue.unsafeUnwrap();
};
