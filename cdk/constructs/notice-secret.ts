import { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import { prefixOf } from '../names.ts';

/** What messages to the gateway are signed with: a reference, which CloudFormation replaces as it deploys. */
export const noticeSecret = (
  scope: Construct,
  id: string,
  {
    configuration: {
      stage,
      noticeGateway: { secretGeneration },
    },
    key,
  }: { readonly configuration: Configuration; readonly key: IKey },
): string =>
  new Secret(scope, `${id}${secretGeneration}`, {
    secretName: `${prefixOf(stage)}notice-secret-${secretGeneration}`,
    description: `Temkin ${stage}: signs messages to the gateway of telephones, generation ${secretGeneration}`,
    encryptionKey: key,
    generateSecretString: { passwordLength: 48, excludePunctuation: true },
    removalPolicy: RemovalPolicy.DESTROY,
  }).secretValue.unsafeUnwrap();
