import type { KMSClientConfig } from '@aws-sdk/client-kms';

export interface AwsClientOptions {
  /** Where the service, or what speaks its protocol, listens; the region's own endpoint where absent. */
  readonly endpoint?: string;
  readonly region?: string;
  /** The environment's own chain of providers where absent. */
  readonly credentials?: NonNullable<KMSClientConfig['credentials']>;
}

/** What is told, in the words of every client of the SDK. */
export const clientSettings = ({ endpoint, region, credentials }: AwsClientOptions) => {
  // The SDK's advance notice about Node 20 is for maintainers; package.json states the floor, the lock file the version.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  return {
    ...(endpoint !== undefined && { endpoint }),
    ...(region !== undefined && { region }),
    ...(credentials !== undefined && { credentials }),
  };
};
