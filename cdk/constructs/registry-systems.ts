import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import { pascal } from '../pascal.ts';
import { gatewaySecret } from './gateway-secret.ts';

/** The systems of companies that know numbers, as functions read them: JSON by company and system, each with its secret. */
export const registrySystemAccounts = (
  scope: Construct,
  {
    configuration: { stage, registrySystems },
    key,
  }: { readonly configuration: Configuration; readonly key: IKey },
): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(registrySystems).map(([company, systems]) => [
        company,
        Object.fromEntries(
          Object.entries(systems).map(([system, { url, secretGeneration }]) => {
            const secret = gatewaySecret(
              scope,
              `RegistrySecretOf${pascal(company)}${pascal(system)}${secretGeneration}`,
              {
                stage,
                key,
                name: `registry-secret-${company}-${system}-${secretGeneration}`,
                does: `shown to the ${system} of ${company}, generation ${secretGeneration}`,
              },
            );
            return [system, { url, secret }];
          }),
        ),
      ]),
    ),
  );
