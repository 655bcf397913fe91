import { FUNCTION_NAMES } from './functions.ts';
import { GRANTS, type BucketName, type BucketVerb } from './grants.ts';
import type { Principals } from './key-policies.ts';
import { SWEPT_OF_LOGS, type Statement } from './policies.ts';

/** What it says may be of all objects but some. */
export type BucketStatement =
  Statement | (Omit<Statement, 'Resource'> & { readonly NotResource: readonly string[] });

/** The newest checkpoint of a log: the one object that is ever replaced. */
const CHECKPOINTS = '*/checkpoint';

/** The keys by which S3 tells of a condition in the request (Amazon S3, "Enforce conditional writes on Amazon S3 buckets"). */
const [IF_NONE_MATCH, IF_MATCH] = ['s3:if-none-match', 's3:if-match'];

/**
 * What nobody may do to the objects of a bucket of logs, whatever the account's other policies say: write without a
 * condition, replace anything but the newest checkpoint, delete anything but stages and partial tiles; and the named roles
 * alone write.
 *
 * @param bucket its ARN
 */
export const bucketPolicy = (
  name: BucketName,
  bucket: string,
  { roleOf }: Principals,
): readonly BucketStatement[] => {
  const rolesThat = (verb: BucketVerb): readonly string[] =>
    FUNCTION_NAMES.filter((one) => GRANTS[one].buckets?.[name]?.includes(verb) === true).map(roleOf);
  const denied = { Effect: 'Deny', Principal: '*' } as const;
  const all = [`${bucket}/*`];
  const but = (verb: BucketVerb) => ({ ArnNotEquals: { 'aws:PrincipalArn': rolesThat(verb) } });
  const [put, remove] = [
    { ...denied, Action: ['s3:PutObject'] },
    { ...denied, Action: ['s3:DeleteObject'] },
  ];
  return [
    { Sid: 'PutByNobodyElse', ...put, Resource: all, Condition: but('put') },
    { Sid: 'DeleteByNobodyElse', ...remove, Resource: all, Condition: but('sweep') },
    {
      Sid: 'DeleteSweptAlone',
      ...remove,
      NotResource: SWEPT_OF_LOGS.map((names) => `${bucket}/${names}`),
    },
    { Sid: 'DeleteNoVersion', ...denied, Action: ['s3:DeleteObjectVersion'], Resource: all },
    {
      Sid: 'ReplaceCheckpointsAlone',
      ...put,
      NotResource: [`${bucket}/${CHECKPOINTS}`],
      Condition: { Null: { [IF_NONE_MATCH]: 'true' } },
    },
    {
      Sid: 'PutUnderCondition',
      ...put,
      Resource: all,
      Condition: { Null: { [IF_NONE_MATCH]: 'true', [IF_MATCH]: 'true' } },
    },
  ];
};
