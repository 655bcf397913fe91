import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { bucketPolicy } from '../bucket-policy.ts';
import type { Stage } from '../configuration.ts';
import { END_WITH_SECOND_FACTOR } from '../key-policies.ts';
import { principalsOf } from '../names.ts';
import { serviceKey } from './service-key.ts';

/** A bucket and the key that encrypts it. */
export interface LogBucket {
  readonly bucket: Bucket;
  readonly key: IKey;
}

/** Former versions are of checkpoints that were replaced, and of stages and partial tiles that were swept: nobody needs them. */
const FORMER_VERSIONS = Duration.days(7);

/**
 * Where the logs lie. Each object that is to stay is locked as it is put, not by a default of the bucket: stages and partial
 * tiles are to go. A lifecycle rule knows prefixes alone and nothing within a name, so current ones are the sequencer's to
 * sweep; what it has swept, the rule removes.
 */
export const logBucket = (
  scope: Construct,
  id: string,
  { stage, isProtected }: { readonly stage: Stage; readonly isProtected: boolean },
): LogBucket => {
  const key = serviceKey(scope, `${id}Key`, {
    description: 'logs at rest',
    stage,
    isProtected,
    services: ['s3'],
    // Without it nobody reads any log again, ours included.
    ...(isProtected && { statements: [END_WITH_SECOND_FACTOR] }),
  });
  const bucket = new Bucket(scope, id, {
    versioned: true,
    objectLockEnabled: true,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.KMS,
    encryptionKey: key,
    // One call to KMS for many objects.
    bucketKeyEnabled: true,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    lifecycleRules: [
      {
        noncurrentVersionExpiration: FORMER_VERSIONS,
        expiredObjectDeleteMarker: true,
        abortIncompleteMultipartUploadAfter: Duration.days(1),
      },
    ],
    removalPolicy: isProtected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  for (const statement of bucketPolicy('log', bucket.bucketArn, principalsOf(Stack.of(scope), stage)))
    bucket.addToResourcePolicy(PolicyStatement.fromJson(statement));
  return { bucket, key };
};
