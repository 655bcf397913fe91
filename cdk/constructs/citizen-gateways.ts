import { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import { prefixOf } from '../names.ts';
import { pascal } from '../pascal.ts';

/**
 * The gateways of texts of companies, as the function reads them: JSON by company. Each secret in it is a reference, which
 * CloudFormation replaces as it deploys.
 */
export const citizenGateways = (
  scope: Construct,
  {
    configuration: { stage, citizenGateways: gateways },
    key,
  }: { readonly configuration: Configuration; readonly key: IKey },
): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(gateways).map(([company, { url, secretGeneration }]) => {
        const secret = new Secret(scope, `CitizenGatewaySecretOf${pascal(company)}${secretGeneration}`, {
          secretName: `${prefixOf(stage)}citizen-gateway-secret-${company}-${secretGeneration}`,
          description: `Temkin ${stage}: signs texts to and from the gateway of ${company}, generation ${secretGeneration}`,
          encryptionKey: key,
          generateSecretString: { passwordLength: 48, excludePunctuation: true },
          removalPolicy: RemovalPolicy.DESTROY,
        }).secretValue.unsafeUnwrap();
        return [company, { url, secret }];
      }),
    ),
  );
