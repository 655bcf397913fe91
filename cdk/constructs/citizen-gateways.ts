import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import { pascal } from '../pascal.ts';
import { gatewaySecret } from './gateway-secret.ts';

/** The gateways of texts of companies, as the function reads them: JSON by company, each with its secret. */
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
        const secret = gatewaySecret(scope, `CitizenGatewaySecretOf${pascal(company)}${secretGeneration}`, {
          stage,
          key,
          name: `citizen-gateway-secret-${company}-${secretGeneration}`,
          does: `signs texts to and from the gateway of ${company}, generation ${secretGeneration}`,
        });
        return [company, { url, secret }];
      }),
    ),
  );
