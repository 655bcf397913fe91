import { describe, expect, it } from 'vitest';
import { STAGES } from '../../cdk/configuration.ts';
import { FUNCTION_NAMES, type FunctionName } from '../../cdk/functions.ts';
import { REGISTRY_FOLDERS, type RegistryVerb } from '../../cdk/grant.ts';
import { GRANTS } from '../../cdk/grants.ts';
import { effectsOn, type PolicyStatement } from './iam-evaluator.ts';
import { ACCOUNT, resourcesOf } from './resolved-templates.ts';
import { templatesOf } from './synthesized.ts';

/** How blobs of a folder go by themselves. */
const goes = (folder: string, days: number) => ({
  Status: 'Enabled',
  Prefix: `${folder}/`,
  ExpirationInDays: days,
  NoncurrentVersionExpiration: { NoncurrentDays: 1 },
});

const verbsOf = (name: FunctionName): readonly RegistryVerb[] => GRANTS[name].buckets?.registry ?? [];

const NEW = { 's3:if-none-match': '*' };

describe.each(STAGES)('the bucket of the registry of %s', (stage) => {
  const templates = templatesOf(stage);
  const [bucket, ...others] = Object.entries(resourcesOf(templates, 'Data', 'AWS::S3::Bucket')).filter(
    ([name]) => name.startsWith('RegistryBucket'),
  );
  if (bucket === undefined) throw new Error('there is no bucket');
  const [id, { Properties, DeletionPolicy }] = bucket;
  const statements = Object.values(resourcesOf(templates, 'Data', 'AWS::S3::BucketPolicy'))
    .filter(({ Properties: { Bucket } }) => Bucket === id)
    .flatMap(
      (policy) =>
        (policy.Properties.PolicyDocument as { readonly Statement: readonly PolicyStatement[] }).Statement,
    );
  const roleOf = (name: string) => `arn:aws:iam::${ACCOUNT}:role/temkin-${stage}-${name}`;

  /** Whether the bucket itself says no, whatever other policies allow. */
  const isRefused = (
    action: string,
    name: string,
    principal: string,
    context: Readonly<Record<string, string>> = {},
  ): boolean =>
    effectsOn(
      {
        principal,
        action,
        resource: `arn:aws:s3:::${id}/${name}`,
        context: {
          'aws:SecureTransport': 'true',
          's3:TlsVersion': '1.3',
          'aws:PrincipalArn': principal,
          ...context,
        },
      },
      statements,
    ).has('Deny');

  it('is one, versioned, encrypted with its own key and shut to the public, and locks nothing', () => {
    expect(others).toEqual([]);
    expect(Properties).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          {
            BucketKeyEnabled: true,
            ServerSideEncryptionByDefault: {
              SSEAlgorithm: 'aws:kms',
              KMSMasterKeyID: expect.stringContaining('key/RegistryBucketKey'),
            },
          },
        ],
      },
    });
    for (const locking of ['ObjectLockEnabled', 'ObjectLockConfiguration'])
      expect(Properties[locking]).toBeUndefined();
    expect(DeletionPolicy).toBe(stage === 'prod' ? 'Retain' : 'Delete');
  });

  it('keeps images, lets deliveries go in thirty days and reports in ninety, and keeps nothing deleted for a week', () => {
    expect(Properties.LifecycleConfiguration).toEqual({
      Rules: [
        {
          Status: 'Enabled',
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
          ExpiredObjectDeleteMarker: true,
          NoncurrentVersionExpiration: { NoncurrentDays: 6 },
        },
        goes('uploads', 30),
        goes('exports', 30),
        goes('sweeps', 90),
      ],
    });
  });

  it('refuses what comes without TLS', () => {
    expect(statements.every(({ Effect }) => Effect === 'Deny')).toBe(true);
    expect(
      isRefused('s3:ListBucket', 'images/a', roleOf('administrator'), { 'aws:SecureTransport': 'false' }),
    ).toBe(true);
  });

  it('lets blobs of a folder be deleted by the roles alone that have the right, whatever other policies say', () => {
    for (const folder of REGISTRY_FOLDERS) {
      const isKept = (role: string): boolean => isRefused('s3:DeleteObject', `${folder}/ems/a`, roleOf(role));
      for (const name of FUNCTION_NAMES)
        expect(isKept(name), `${folder} by ${name}`).toBe(!verbsOf(name).includes(`delete ${folder}`));
      expect(isKept('administrator'), folder).toBe(true);
    }
  });

  it('leaves it to the policies of roles who reads and puts: a backup and a restore are none of the functions', () => {
    for (const folder of REGISTRY_FOLDERS)
      for (const action of ['s3:GetObject', 's3:PutObject'])
        expect(isRefused(action, `${folder}/ems/a`, roleOf('backup'), NEW), `${action} ${folder}`).toBe(
          false,
        );
  });

  it('replaces nothing, takes nothing beside its folders, and lets nobody delete a version', () => {
    for (const name of FUNCTION_NAMES) {
      expect(isRefused('s3:PutObject', 'images/ems/a', roleOf(name)), name).toBe(true);
      expect(isRefused('s3:PutObject', 'images/ems/a', roleOf(name), { 's3:if-match': 'x' }), name).toBe(
        true,
      );
      expect(isRefused('s3:PutObject', 'elsewhere/a', roleOf(name), NEW), name).toBe(true);
      expect(isRefused('s3:DeleteObjectVersion', 'images/ems/a', roleOf(name)), name).toBe(true);
    }
  });
});
