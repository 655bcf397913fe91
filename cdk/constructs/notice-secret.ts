import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import { gatewaySecret } from './gateway-secret.ts';

/** What messages to the gateway are signed with. */
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
  gatewaySecret(scope, `${id}${secretGeneration}`, {
    stage,
    key,
    name: `notice-secret-${secretGeneration}`,
    does: `signs messages to the gateway of telephones, generation ${secretGeneration}`,
  });
