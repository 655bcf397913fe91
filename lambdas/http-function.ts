import { remoteKeys } from '@temkin/access';
import type { IssuerProfile } from '@temkin/access/domain';
import { httpHandler } from '@temkin/aws/lambda';
import { api, consoleFaultLog, type ApiOptions, type Groundwork } from '@temkin/composition';

/** A function that answers the HTTP requests of one capability. */
export const httpFunction = (
  ground: Groundwork,
  environment: {
    readonly TEMKIN_ISSUERS: readonly IssuerProfile[];
    readonly TEMKIN_ORIGIN_SECRETS: readonly string[];
    /** Whether what the edge says of a client's certificate is believed; not where absent. */
    readonly believesClientCertificates?: boolean;
  },
  capability: Pick<ApiOptions, 'routes' | 'problems'>,
) => {
  const application = api(ground, {
    ...capability,
    issuers: { profiles: environment.TEMKIN_ISSUERS, keysOf: remoteKeys(), allowDemoIssuers: false },
    faultLog: consoleFaultLog,
  });
  const { TEMKIN_ORIGIN_SECRETS: originSecrets, believesClientCertificates = false } = environment;
  return httpHandler(application, { originSecrets, believesClientCertificates });
};
