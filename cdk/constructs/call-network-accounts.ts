import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import { pascal } from '../pascal.ts';
import { gatewaySecret } from './gateway-secret.ts';

/** The accounts of companies with operators' networks, as functions read them: JSON by company, each with its secret. */
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
        const secret = gatewaySecret(scope, `CallNetworkSecretOf${pascal(company)}${secretGeneration}`, {
          stage,
          key,
          name: `call-network-secret-${company}-${secretGeneration}`,
          does: `shown to the operator’s gateway of ${company}, generation ${secretGeneration}`,
        });
        return [company, { url, secret, ...(registrationId !== undefined && { registrationId }) }];
      }),
    ),
  );
