import { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import { prefixOf } from '../names.ts';

/** What CloudFront shows to the functions behind it. References, which CloudFormation replaces as it deploys. */
export interface OriginSecrets {
  /** CloudFront sends this one. */
  readonly current: string;
  /** Functions believe these, parted by commas: the current one, then the one before while it is still believed. */
  readonly accepted: string;
}

/**
 * A secret per generation. Counting the generation up makes a new one: the functions learn it first, CloudFront sends it
 * then. The one before is there for as long as it is believed, and is destroyed by the deployment that ends this.
 */
export const originSecrets = (
  scope: Construct,
  id: string,
  { configuration, key }: { readonly configuration: Configuration; readonly key: IKey },
): OriginSecrets => {
  const {
    stage,
    originSecret: { generation, believesPrevious },
  } = configuration;
  const generations = new Construct(scope, id);
  const make = (of: number): string =>
    new Secret(generations, `Generation${of}`, {
      secretName: `${prefixOf(stage)}origin-secret-${of}`,
      description: `Temkin ${stage}: what CloudFront shows to the functions, generation ${of}`,
      encryptionKey: key,
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
      removalPolicy: RemovalPolicy.DESTROY,
    }).secretValue.unsafeUnwrap();
  const current = make(generation);
  const accepted = believesPrevious ? [current, make(generation - 1)] : [current];
  return { current, accepted: accepted.join(',') };
};
