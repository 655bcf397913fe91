export type { AwsClientOptions } from './client-settings.ts';
export { kmsClient } from './kms-client.ts';
export { kmsRootKey, type KmsRootKeyOptions } from './kms-root-key.ts';
export { kmsSigner, type KmsSignerOptions } from './kms-signer.ts';
export { s3Blobs, type S3BlobsOptions } from './s3-blobs.ts';
export { s3Client } from './s3-client.ts';
export { s3Transfers, type S3TransfersOptions } from './s3-transfers.ts';
export { startExecution, type StartExecutionOptions } from './start-execution.ts';
