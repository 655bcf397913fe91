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
  },
  capability: Pick<ApiOptions, 'routes' | 'problems'>,
) => {
  const application = api(ground, {
    ...capability,
    issuers: { profiles: environment.TEMKIN_ISSUERS, keysOf: remoteKeys(), allowDemoIssuers: false },
    faultLog: consoleFaultLog,
  });
  return httpHandler(application, { originSecrets: environment.TEMKIN_ORIGIN_SECRETS });
};
