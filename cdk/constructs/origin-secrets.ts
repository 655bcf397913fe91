import { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import { prefixOf } from '../names.ts';

/** What CloudFront shows to the functions behind it. References, which CloudFormation replaces as it deploys. */
export interface OriginSecrets {
  /** CloudFront sends this one. */
  readonly current: string;
  /** Functions believe these, parted by commas: the current one, then the one before. */
  readonly accepted: string;
}

/**
 * A secret per generation. Counting the generation up makes a new one: the functions learn it first, CloudFront sends it
 * then, and the one before is still believed until the next time.
 */
export const originSecrets = (
  scope: Construct,
  id: string,
  { configuration, key }: { readonly configuration: Configuration; readonly key: IKey },
): OriginSecrets => {
  const { stage, originSecret } = configuration;
  const { generation } = originSecret;
  const make = (of: number): string =>
    new Secret(scope, `${id}${of}`, {
      secretName: `${prefixOf(stage)}origin-secret-${of}`,
      description: `Temkin ${stage}: what CloudFront shows to the functions, generation ${of}`,
      encryptionKey: key,
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
      removalPolicy: RemovalPolicy.DESTROY,
    }).secretValue.unsafeUnwrap();
  const current = make(generation);
  const accepted = generation === 1 ? [current] : [current, make(generation - 1)];
  return { current, accepted: accepted.join(',') };
};
