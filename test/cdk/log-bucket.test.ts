import { describe, expect, it } from 'vitest';
import { STAGES } from '../../cdk/configuration.ts';
import { FUNCTION_NAMES } from '../../cdk/functions.ts';
import { listOf } from './iam-evaluator.ts';
import { ACCOUNT, resourcesOf } from './resolved-templates.ts';
import { templatesOf } from './synthesized.ts';

interface Denial {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string;
  readonly Resource?: string;
  readonly NotResource?: string | readonly string[];
  readonly Condition?: {
    readonly ArnNotEquals?: Readonly<Record<string, string | readonly string[]>>;
    readonly Null?: Readonly<Record<string, string>>;
  };
}

interface Write {
  readonly action: string;
  readonly name: string;
  readonly role: string;
  /** The conditions that the request has. */
  readonly under?: readonly string[];
}

const fits = (pattern: string, arn: string): boolean =>
  new RegExp(`^${pattern.split('*').join('.*')}$`).test(arn);

describe.each(STAGES)('the bucket of the logs of %s', (stage) => {
  const templates = templatesOf(stage);
  const [bucket, ...others] = Object.entries(resourcesOf(templates, 'Data', 'AWS::S3::Bucket')).filter(
    ([name]) => name.startsWith('LogBucket'),
  );
  if (bucket === undefined) throw new Error('there is no bucket');
  const [id, { Properties, DeletionPolicy }] = bucket;
  const statements = Object.values(resourcesOf(templates, 'Data', 'AWS::S3::BucketPolicy'))
    .filter(({ Properties: { Bucket } }) => Bucket === id)
    .flatMap(
      (policy) => (policy.Properties.PolicyDocument as { readonly Statement: readonly Denial[] }).Statement,
    );
  const denials = statements.filter(({ Sid }) => Sid !== undefined);
  const roleOf = (name: string) => `arn:aws:iam::${ACCOUNT}:role/temkin-${stage}-${name}`;

  /** Names of the statements that refuse a write. */
  const refusing = ({ action, name, role, under = [] }: Write): readonly string[] =>
    denials
      .filter(({ Action, Resource, NotResource, Condition = {} }) => {
        const arn = `arn:aws:s3:::${id}/${name}`;
        const speaksOfIt =
          Resource === undefined
            ? !listOf(NotResource).some((pattern) => fits(pattern, arn))
            : fits(Resource, arn);
        const { ArnNotEquals: principals = {}, Null: absent = {} } = Condition;
        return (
          Action === action &&
          speaksOfIt &&
          Object.values(principals).every((allowed) => !listOf(allowed).includes(role)) &&
          Object.keys(absent).every((condition) => !under.includes(condition))
        );
      })
      .map(({ Sid = '' }) => Sid);

  const sequencer = roleOf('audit-sequencer');
  const put = { action: 's3:PutObject', role: sequencer };

  it('is one, versioned, lockable, encrypted with its own key and shut to the public', () => {
    expect(others).toEqual([]);
    expect(Properties).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      ObjectLockEnabled: true,
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
              KMSMasterKeyID: expect.stringContaining('key/LogBucketKey'),
            },
          },
        ],
      },
    });
    // A default would lock stages and partial tiles, which are to go.
    expect(Properties.ObjectLockConfiguration).toBeUndefined();
    expect(DeletionPolicy).toBe(stage === 'prod' ? 'Retain' : 'Delete');
  });

  it('removes former versions after a week, and no current object', () => {
    expect(Properties.LifecycleConfiguration).toEqual({
      Rules: [
        {
          Status: 'Enabled',
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
          ExpiredObjectDeleteMarker: true,
          NoncurrentVersionExpiration: { NoncurrentDays: 7 },
        },
      ],
    });
  });

  it('refuses what comes without TLS', () => {
    expect(statements).toContainEqual(
      expect.objectContaining({
        Effect: 'Deny',
        Action: 's3:*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
    expect(statements.every(({ Effect }) => Effect === 'Deny')).toBe(true);
  });

  it('takes objects from the sequencer alone, whatever other policies say', () => {
    const name = 'ems/2026/tile/entries/000';
    for (const other of [...FUNCTION_NAMES.filter((one) => one !== 'audit-sequencer'), 'administrator'])
      expect(refusing({ ...put, name, role: roleOf(other), under: ['s3:if-none-match'] }), other).toEqual([
        'PutByNobodyElse',
      ]);
    expect(refusing({ ...put, name, under: ['s3:if-none-match'] })).toEqual([]);
  });

  it('takes nothing without a condition, and replaces nothing but the newest checkpoint', () => {
    const tile = 'ems/2026/tile/0/000.p/7';
    expect(refusing({ ...put, name: tile })).toEqual(['ReplaceCheckpointsAlone', 'PutUnderCondition']);
    expect(refusing({ ...put, name: tile, under: ['s3:if-match'] })).toEqual(['ReplaceCheckpointsAlone']);
    const kept = { ...put, name: 'ems/2026/checkpoints/7', under: ['s3:if-match'] };
    expect(refusing(kept)).toEqual(['ReplaceCheckpointsAlone']);
    const newest = { ...put, name: 'ems/2026/checkpoint' };
    expect(refusing({ ...newest, under: ['s3:if-match'] })).toEqual([]);
    expect(refusing({ ...newest, under: ['s3:if-none-match'] })).toEqual([]);
    expect(refusing(newest)).toEqual(['PutUnderCondition']);
  });

  it('lets the sequencer delete stages and partial tiles, nobody anything else, and no version of any', () => {
    const remove = { action: 's3:DeleteObject', role: sequencer };
    const swept = [
      'ems/2026/staging/7-0198c5c2',
      'ems/2026/tile/0/x001/234.p/7',
      'ems/2026/tile/entries/000.p/255',
    ];
    for (const name of swept) {
      expect(refusing({ ...remove, name }), name).toEqual([]);
      expect(refusing({ ...remove, name, role: roleOf('parcel-api') }), name).toEqual(['DeleteByNobodyElse']);
    }
    for (const kept of ['checkpoint', 'checkpoints/7', 'tile/0/x001/234', 'tile/entries/000'])
      expect(refusing({ ...remove, name: `ems/2026/${kept}` }), kept).toEqual(['DeleteSweptAlone']);
    for (const name of [...swept, 'ems/2026/tile/0/000'])
      expect(refusing({ action: 's3:DeleteObjectVersion', role: sequencer, name })).toEqual([
        'DeleteNoVersion',
      ]);
  });
});
