import { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import { prefixOf } from '../names.ts';
import { pascal } from '../pascal.ts';

/**
 * The accounts of companies with operators' networks, as functions read them: JSON by company. Each secret in it is a reference,
 * which CloudFormation replaces as it deploys.
 */
export const callNetworkAccounts = (
  scope: Construct,
  {
    configuration: { stage, callNetworks },
    key,
  }: { readonly configuration: Configuration; readonly key: IKey },
): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(callNetworks).map(([company, { url, secretGeneration, registrationId }]) => {
        const secret = new Secret(scope, `CallNetworkSecretOf${pascal(company)}${secretGeneration}`, {
          secretName: `${prefixOf(stage)}call-network-secret-${company}-${secretGeneration}`,
          description: `Temkin ${stage}: shown to the operator’s gateway of ${company}, generation ${secretGeneration}`,
          encryptionKey: key,
          generateSecretString: { passwordLength: 48, excludePunctuation: true },
          removalPolicy: RemovalPolicy.DESTROY,
        }).secretValue.unsafeUnwrap();
        return [company, { url, secret, ...(registrationId !== undefined && { registrationId }) }];
      }),
    ),
  );
