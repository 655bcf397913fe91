import { Duration, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { registryBucketPolicy } from '../bucket-policy.ts';
import type { Stage } from '../configuration.ts';
import type { RegistryFolder } from '../grant.ts';
import { principalsOf } from '../names.ts';
import { sealedBucket, type SealedBucket } from './sealed-bucket.ts';

/**
 * How long what was deleted can be brought back. S3 counts from the midnight that follows (Amazon S3, "Lifecycle configuration
 * elements"), so that within seven days, as keys come back from the recovery of their table, nothing is left.
 */
const FORMER_VERSIONS = Duration.days(6);

/**
 * What goes by itself where nobody deleted it: a delivery, long after the last day on which it is sent, worked off or fetched (`bulkDays`, and
 * an import of a whole country runs for days), a report once nobody asks for it. Images stay as long as people do.
 */
const KEPT_FOR: Readonly<Partial<Record<RegistryFolder, Duration>>> = {
  uploads: Duration.days(30),
  exports: Duration.days(30),
  sweeps: Duration.days(90),
};

/**
 * Where the blobs of the registry lie, each sealed under a key of its own before it comes. Nothing is locked: whoever is erased must
 * be gone, in all versions.
 */
export const registryBucket = (
  scope: Construct,
  id: string,
  { stage, isProtected }: { readonly stage: Stage; readonly isProtected: boolean },
): SealedBucket =>
  sealedBucket(scope, id, {
    stage,
    isProtected,
    description: 'images and deliveries of the registry',
    isLockable: false,
    lifecycleRules: [
      {
        noncurrentVersionExpiration: FORMER_VERSIONS,
        expiredObjectDeleteMarker: true,
        abortIncompleteMultipartUploadAfter: Duration.days(1),
      },
      ...Object.entries(KEPT_FOR).map(([folder, expiration]) => ({
        prefix: `${folder}/`,
        expiration,
        noncurrentVersionExpiration: Duration.days(1),
      })),
    ],
    policyFor: (bucket) => registryBucketPolicy(bucket, principalsOf(Stack.of(scope), stage)),
  });
