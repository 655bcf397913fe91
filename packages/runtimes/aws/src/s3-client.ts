import { S3Client } from '@aws-sdk/client-s3';
import { clientSettings, type AwsClientOptions } from './client-settings.ts';

/** Backstops in milliseconds behind the blobs' own time-out per attempt, for calls that bypass them. */
const CONNECTION_TIMEOUT = 1_000;
const REQUEST_TIMEOUT = 5_000;

/**
 * A client of S3, or of what speaks its protocol, that tries once: only the blobs know what an answer means after an
 * attempt that was never answered.
 */
export const s3Client = (options: AwsClientOptions = {}): S3Client =>
  new S3Client({
    ...clientSettings(options),
    // Other stores than S3 seldom have a host name for each bucket.
    forcePathStyle: options.endpoint !== undefined,
    // Buckets with Object Lock refuse what comes without a checksum.
    requestChecksumCalculation: 'WHEN_SUPPORTED',
    responseChecksumValidation: 'WHEN_SUPPORTED',
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT,
      requestTimeout: REQUEST_TIMEOUT,
      throwOnRequestTimeout: true,
    },
  });
