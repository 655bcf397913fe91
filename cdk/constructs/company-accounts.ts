import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Stage } from '../configuration.ts';
import { pascal } from '../pascal.ts';
import { gatewaySecret } from './gateway-secret.ts';

/** Accounts of companies with others' systems, each by the system's name. */
export type CompanyAccounts = Readonly<
  Record<string, Readonly<Record<string, { readonly url: string; readonly secretGeneration: number }>>>
>;

/** The accounts as functions read them: JSON by company and system, each with its secret, whose name begins with the kind. */
export const companyAccounts = (
  scope: Construct,
  {
    kind,
    stage,
    key,
    accounts,
  }: {
    readonly kind: 'registry' | 'identity';
    readonly stage: Stage;
    readonly key: IKey;
    readonly accounts: CompanyAccounts;
  },
): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(accounts).map(([company, systems]) => [
        company,
        Object.fromEntries(
          Object.entries(systems).map(([system, { url, secretGeneration }]) => {
            const secret = gatewaySecret(
              scope,
              `${pascal(kind)}SecretOf${pascal(company)}${pascal(system)}${secretGeneration}`,
              {
                stage,
                key,
                name: `${kind}-secret-${company}-${system}-${secretGeneration}`,
                does: `shown to the ${system} of ${company}, generation ${secretGeneration}`,
              },
            );
            return [system, { url, secret }];
          }),
        ),
      ]),
    ),
  );
