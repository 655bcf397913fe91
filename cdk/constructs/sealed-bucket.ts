import { RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  ObjectOwnership,
  type LifecycleRule,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { BucketStatement } from '../bucket-policy.ts';
import type { Stage } from '../configuration.ts';
import { END_WITH_SECOND_FACTOR } from '../key-policies.ts';
import { serviceKey } from './service-key.ts';

/** A bucket and the key that encrypts it. */
export interface SealedBucket {
  readonly bucket: Bucket;
  readonly key: IKey;
}

/**
 * A bucket that is shut to the public, speaks TLS alone, keeps former versions for as long as its rules say, and is encrypted with a
 * key of its own, which takes a second factor to disable where data is protected: without it nobody reads any of it again.
 *
 * @param policyFor what nobody may do to its objects, by its ARN
 */
export const sealedBucket = (
  scope: Construct,
  id: string,
  options: {
    readonly stage: Stage;
    readonly isProtected: boolean;
    /** What is in it. */
    readonly description: string;
    readonly isLockable: boolean;
    readonly lifecycleRules: LifecycleRule[];
    readonly policyFor: (bucketArn: string) => readonly BucketStatement[];
  },
): SealedBucket => {
  const { stage, isProtected, description, isLockable, lifecycleRules, policyFor } = options;
  const key = serviceKey(scope, `${id}Key`, {
    description: `${description} at rest`,
    stage,
    isProtected,
    services: ['s3'],
    ...(isProtected && { statements: [END_WITH_SECOND_FACTOR] }),
  });
  const bucket = new Bucket(scope, id, {
    versioned: true,
    ...(isLockable && { objectLockEnabled: true }),
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.KMS,
    encryptionKey: key,
    // One call to KMS for many objects.
    bucketKeyEnabled: true,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    lifecycleRules,
    removalPolicy: isProtected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  for (const statement of policyFor(bucket.bucketArn))
    bucket.addToResourcePolicy(PolicyStatement.fromJson(statement));
  return { bucket, key };
};
