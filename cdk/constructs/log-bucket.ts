import { Duration, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { logBucketPolicy } from '../bucket-policy.ts';
import type { Stage } from '../configuration.ts';
import { principalsOf } from '../names.ts';
import { sealedBucket, type SealedBucket } from './sealed-bucket.ts';

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
): SealedBucket =>
  sealedBucket(scope, id, {
    stage,
    isProtected,
    description: 'logs',
    isLockable: true,
    lifecycleRules: [
      {
        noncurrentVersionExpiration: FORMER_VERSIONS,
        expiredObjectDeleteMarker: true,
        abortIncompleteMultipartUploadAfter: Duration.days(1),
      },
    ],
    policyFor: (bucket) => logBucketPolicy(bucket, principalsOf(Stack.of(scope), stage)),
  });
