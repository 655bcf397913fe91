import { KMSClient } from '@aws-sdk/client-kms';
import { clientSettings, type AwsClientOptions } from './client-settings.ts';

/** Attempts of a call in all, with the SDK's standard pauses: nothing that we ask of KMS does harm when asked twice. */
const MAX_ATTEMPTS = 3;

/** Bounds of one attempt in milliseconds: for the connection, for the head of the answer, for a silence within it. */
const CONNECTION_TIMEOUT = 1_000;
const REQUEST_TIMEOUT = 2_000;
const SOCKET_TIMEOUT = 2_000;

/** A client of KMS that tries three times, and never waits long for an attempt. */
export const kmsClient = (options: AwsClientOptions = {}): KMSClient =>
  new KMSClient({
    ...clientSettings(options),
    maxAttempts: MAX_ATTEMPTS,
    retryMode: 'standard',
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT,
      requestTimeout: REQUEST_TIMEOUT,
      socketTimeout: SOCKET_TIMEOUT,
      throwOnRequestTimeout: true,
    },
  });
